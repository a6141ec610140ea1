"""What fusion leaves, and how later stages open it."""

from pathlib import Path

import torch

from undertone_model.network.fusion import Fusion
from undertone_model.workspace import artefact


def load_fusion(work: Path, build: str, name: str | None = None) -> Fusion:
    fusion = Fusion()
    fusion.load_state_dict(torch.load(artefact(work, "fusion", build, name)))
    return fusion.requires_grad_(False).eval()
