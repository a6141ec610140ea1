"""Stage 2: everything else frozen, a light classifier learns sentiment and speech presence from all encoder layers."""
