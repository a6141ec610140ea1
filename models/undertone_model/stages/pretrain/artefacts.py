"""How what stage 0 leaves is opened."""

from pathlib import Path

import torch
from torch import nn

from undertone_model.workspace import artefact


def load_pretrained(work: Path, name: str | None = None, **parts: nn.Module) -> None:
    """Give `front_end` and `encoder` the weights of stage 0."""
    states = torch.load(artefact(work, "pretrain", name=name))
    for part, module in parts.items():
        module.load_state_dict(states[part])
