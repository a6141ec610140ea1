"""Where stage 0 keeps its one checkpoint of each build, and how the later stages open it."""

from pathlib import Path

import torch
from torch import nn


def checkpoint_file(work: Path, build: str) -> Path:
    return work / "pretrain" / build / "checkpoint.pt"


def load_pretrained(file: Path, **parts: nn.Module) -> None:
    """Give `front_end` and `encoder` the weights of a checkpoint of this stage."""
    state = torch.load(file)["model"]
    for name, part in parts.items():
        part.load_state_dict({key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(f"{name}.")})
