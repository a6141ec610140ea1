"""Train the speech head on cached features; the epoch that is best on validation stays."""

import copy
from collections.abc import Iterator
from itertools import count

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from undertone_model.config.stages import SpeechHead as Settings
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.metrics import area_under_curve
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.stages.features.cache import Features
from undertone_model.stages.speech_head.prediction import Batch, predict, read_batch
from undertone_model.training.schedule import one_cycle
from undertone_model.training.seeds import generator
from undertone_model.training.task import Task


class SpeechTask(Task):
    """A running mean of the weights is what stays, at the epoch that is best on `check`: `best`."""

    def __init__(self, head: AttentiveHead, learn: Features, check: Features, settings: Settings, seed: int, device: torch.device):
        self._learn, self._check, self._settings, self._seed = learn, check, settings, seed
        self._head = head.to(device)
        self._standardise()
        self.learned = list(head.parameters())
        self.optimiser = torch.optim.AdamW(self.learned, settings.learning_rate, weight_decay=settings.weight_decay)
        self.schedule = one_cycle(self.optimiser, settings.learning_rate, self.steps, settings.warm_up_share)
        self._average = AveragedModel(head, multi_avg_fn=get_ema_multi_avg_fn(settings.average))
        self.best = copy.deepcopy(head)
        self.modules = {"speech_head": head, "average": self._average, "best": self.best}
        self.weights = {"speech": 1.0}
        self.evaluate_every = max(self._in_epoch // settings.loop.accumulate, 1)

    @property
    def steps(self) -> int:
        return self._settings.epochs * max(self._in_epoch // self._settings.loop.accumulate, 1)

    @property
    def _in_epoch(self) -> int:
        """Batches."""
        return -(-len(self._learn.speech) // self._settings.batch_size)

    def batches(self, start: int) -> Iterator[Batch]:
        size = self._settings.batch_size
        for number in count(start):
            epoch, place = divmod(number, self._in_epoch)
            order = generator(self._seed, "order", epoch).permutation(len(self._learn.speech))
            yield read_batch(self._learn, order[place * size : (place + 1) * size])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        self._head.train()
        blended = mask(self._head.blend(batch.features), self._settings.spec_augment)
        return {"speech": F.binary_cross_entropy_with_logits(self._head.judge(blended, batch.mask)[:, 0], batch.speech)}

    def updated(self) -> None:
        self._average.update_parameters(self._head)

    def evaluate(self) -> dict[str, float]:
        return {"speech": area_under_curve(self._check.speech.astype(int), predict(self._average.module, self._check).numpy())}

    def keep(self) -> None:
        self.best.load_state_dict(self._average.module.state_dict())

    def _standardise(self) -> None:
        """Mean and spread of each layer's channels over the pooled frames that hold sound in the first windows that hold speech."""
        rows = np.flatnonzero(self._learn.speech == 1)[: self._settings.standardised_windows]
        frames = np.concatenate([self._learn.features[row][:, self._learn.mask[row] == 1] for row in rows], axis=1)
        self._head.standardise(torch.from_numpy(frames.astype(np.float32)).transpose(0, 1))
