"""Train the lexical head."""

from collections.abc import Iterator
from itertools import count

import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.config.stages import LexicalHead as Settings
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.stages.lexical_head.simulation import SimulatedPieces
from undertone_model.training.schedule import one_cycle
from undertone_model.training.task import Task

Batch = tuple[Tensor, Tensor, Tensor]


class LexicalTask(Task):
    """Learns batches of `simulated`; their targets are probabilities already, so nothing smooths them."""

    def __init__(self, head: LexicalHead, simulated: SimulatedPieces, settings: Settings, device: torch.device):
        self._simulated, self._settings, self.head = simulated, settings, head.to(device).train()
        self.modules, self.weights = {"head": self.head}, {"loss": 1.0}
        self.learned = list(self.head.parameters())
        self.optimiser = torch.optim.AdamW(self.learned, settings.learning_rate, weight_decay=settings.weight_decay)
        self.steps = settings.steps
        self.schedule = one_cycle(self.optimiser, settings.learning_rate, self.steps, settings.warm_up_share)

    def batches(self, start: int) -> Iterator[Batch]:
        return (self._simulated.batch(index, self._settings.batch_size) for index in count(start))

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        pieces, mask, targets = batch
        return {"loss": F.cross_entropy(self.head(pieces, mask).float(), targets)}
