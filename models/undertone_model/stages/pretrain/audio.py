"""What stage 0 listens to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.utils.data import Dataset

from undertone_model.config.stages import Pretrain
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.store import read_clip
from undertone_model.data.table import corpus_shares
from undertone_model.training.seeds import generator
from undertone_model.training.task import ENDLESS, stream


class Audio(Dataset):
    """A stream of batches of full windows [batch, 80000] without end."""

    def __init__(self, clips: pd.DataFrame, augmenter: Augmenter, settings: Pretrain, seed: int, workers: int = 1):
        self._rows, self._shares = list(clips.itertuples()), corpus_shares(clips, settings.corpus_power)
        self._augmenter, self._settings, self._seed, self._workers = augmenter, settings, seed, workers

    def __len__(self) -> int:
        return ENDLESS

    def __getitem__(self, index: int) -> Tensor:
        rng = generator(self._seed, "pretrain", index)
        drawn = rng.choice(len(self._rows), self._settings.batch_size, p=self._shares)
        return torch.from_numpy(np.stack([self._window(self._rows[i], rng) for i in drawn]))

    def batches(self, start: int) -> Iterator[Tensor]:
        return stream(self, start, self._workers)

    def _window(self, row, rng: np.random.Generator) -> np.ndarray:
        pcm = read_clip(row)
        start = rng.integers(max(len(pcm) - WINDOW_SAMPLES, 0) + 1)
        # A short clip is repeated: every frame of every window has something to predict.
        pcm = np.resize(pcm[start : start + WINDOW_SAMPLES], WINDOW_SAMPLES)
        return self._augmenter(pcm, rng).astype(np.float32) if rng.random() < self._settings.augmented_share else pcm
