"""Checkpoints from which a training goes on exactly: weights, optimiser, schedule, place in the stream and random states."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from undertone_model.training.seeds import random_states
from undertone_model.training.task import Task
from undertone_model.workspace import replacing


@dataclass
class Progress:
    """`step`: steps done; `recent`: losses of each since the last line of the log; `best`: mean score of the best evaluation."""

    step: int = 0
    recent: list[dict[str, float]] = field(default_factory=list)
    best: float = float("-inf")


def save(task: Task, progress: Progress, file: Path) -> None:
    parts = {
        "modules": {name: module.state_dict() for name, module in task.modules.items()},
        "optimiser": task.optimiser.state_dict(),
        "schedule": task.schedule.state_dict(),
    }
    with replacing(file) as partial:
        torch.save(parts | {"progress": asdict(progress), "random": random_states()}, partial)


def resume(task: Task, file: Path) -> tuple[Progress, dict | None]:
    """How far a training has come, and the random states to restore when its stream stands; from the beginning without a checkpoint."""
    if not file.exists():
        return Progress(), None
    parts = torch.load(file, map_location="cpu")
    for name, module in task.modules.items():
        module.load_state_dict(parts["modules"][name])
    task.optimiser.load_state_dict(parts["optimiser"])
    task.schedule.load_state_dict(parts["schedule"])
    return Progress(**parts["progress"]), parts["random"]
