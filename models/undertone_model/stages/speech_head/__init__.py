"""The speech head: everything else frozen, it learns from all encoder layers whether a window holds speech."""
