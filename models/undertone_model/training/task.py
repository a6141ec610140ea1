"""What `fit` asks of a training, and streams of examples that can begin anywhere."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.utils.data import DataLoader


class Task(ABC):
    """One training.

    `modules`: all that a checkpoint must hold of the network, by name. `learned`: the weights that learn. `weights`: of the losses by name;
    what else `losses` gives is only logged. `steps`: to its end.
    """

    modules: dict[str, nn.Module]
    learned: list[nn.Parameter]
    optimiser: Optimizer
    schedule: LRScheduler
    weights: dict[str, float]
    steps: int
    evaluate_every: int | None = None
    """Steps from one evaluation to the next; None for no evaluation."""

    @abstractmethod
    def batches(self, start: int) -> Iterator:
        """The stream of batches from number `start` on: a function of the seed and the number, so that a resumed run sees what it would
        have seen."""

    @abstractmethod
    def losses(self, batch) -> dict[str, Tensor]:
        """Of one batch, each a scalar."""

    def updated(self) -> None:
        """Called after each step."""

    def evaluate(self) -> dict[str, float]:
        """Scores by name, higher is better; the mean of them chooses."""
        return {}

    def keep(self) -> None:
        """Called when the last evaluation was the best so far."""


def stream(examples: Sequence, start: int, workers: int = 1) -> Iterator:
    """`examples[start]`, `examples[start + 1]` and so on, made in `workers` processes of their own."""
    # With a generator of its own the loader draws nothing from the global one, which a checkpoint restores.
    order = range(start, len(examples))
    return iter(DataLoader(examples, batch_size=None, sampler=order, num_workers=workers, generator=torch.Generator()))


ENDLESS = 2**31
"""Length of a stream without end."""
