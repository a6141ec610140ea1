"""Checkpoints of a training that stops and resumes."""

from pathlib import Path
from typing import Protocol

import torch


class Run(Protocol):
    """A training; `parts`, by name, is all that it must keep to go on later."""

    @property
    def parts(self) -> dict: ...


def save(run: Run, file: Path, step: int) -> None:
    """Written beside and renamed, so that an interruption leaves the checkpoint before."""
    partial = file.with_suffix(".partial")
    torch.save({"step": step} | {name: part.state_dict() for name, part in run.parts.items()}, partial)
    partial.replace(file)


def resume(run: Run, file: Path) -> int:
    """The number of steps done so far; 0 without a checkpoint, or with one that holds weights but no training to go on with."""
    checkpoint = torch.load(file) if file.exists() else {}
    if "step" not in checkpoint:
        return 0
    for name, part in run.parts.items():
        part.load_state_dict(checkpoint[name])
    return checkpoint["step"]
