"""Windows of one speaker after another through one channel, as a call brings them: what adaptation learns and is judged on."""

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.utils.data import Dataset

from augmentation.chain import Augmenter
from augmentation.windows import placed
from data.store import read_clip
from network import LABELS

LENGTH = 8
FEWEST_CLIPS = 6


class SpeakerSequences(Dataset):
    """`size` sequences of LENGTH windows: (pcm [LENGTH, 80000], labels [LENGTH]). Speakers are drawn equally often, and for each one the labels."""

    def __init__(self, table: pd.DataFrame, split: str, uses: list[str], size: int, seed: int = 0):
        tone = table[(table["split"] == split) & table["use"].isin(uses) & table["origin"].isin(["human", "acted"]) & (table["label"] != "")]
        speakers = [clips for _, clips in tone.groupby("speaker") if len(clips) >= FEWEST_CLIPS]
        self._speakers = [[list(same.itertuples()) for _, same in clips.groupby("label")] for clips in speakers]
        self._augmenter = Augmenter(table, split)
        self._size, self._seed = size, seed

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng((self._seed, index))
        by_label = self._speakers[rng.integers(len(self._speakers))]
        rows = [clips[rng.integers(len(clips))] for clips in (by_label[rng.integers(len(by_label))] for _ in range(LENGTH))]
        channel = int(rng.integers(2**32))
        windows = [self._window(row, rng, channel) for row in rows]
        return torch.from_numpy(np.stack(windows)), torch.tensor([LABELS.index(row.label) for row in rows])

    def _window(self, row, rng: np.random.Generator, channel: int) -> np.ndarray:
        # The same seed each time draws the same room, noise level and line for the whole call.
        return self._augmenter(placed(read_clip(row), rng), np.random.default_rng(channel)).astype(np.float32)
