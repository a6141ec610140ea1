"""Windows of one speaker after another, as a call brings them: what adaptation is judged on."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import torch
from torch.utils.data import Dataset

from undertone_model.contract import LABELS

Speak = Callable[[object], np.ndarray]
"""A row of the clip table, spoken: a window [80000]."""


class CallWindows(Dataset):
    """`calls` of `length` windows, each call's one after another: (pcm [80000], label).

    Corpora of `tone` (labelled rows of the clip table) are drawn equally often, and then their speakers; how often a call has each label
    is drawn for each call, so that the speaker's mean does not tell the label. Empty where no speaker has `fewest_clips`.
    """

    def __init__(self, tone: pd.DataFrame, speak: Speak, calls: int, length: int, fewest_clips: int):
        self._length = length
        self._speakers: dict[str, list[dict[str, list]]] = {}
        for (corpus, _), clips in tone.groupby(["corpus", "speaker"]):
            if len(clips) >= fewest_clips:
                by_label = {str(label): list(same.itertuples()) for label, same in clips.groupby("label")}
                self._speakers.setdefault(str(corpus), []).append(by_label)
        self._speak, self._size = speak, calls * length if self._speakers else 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        call, place = divmod(index, self._length)
        by_label, shares = self._call(np.random.default_rng((0, call)))
        rng = np.random.default_rng((0, call, place))
        clips = by_label[str(rng.choice(list(by_label), p=shares))]
        row = clips[rng.integers(len(clips))]
        return torch.from_numpy(self._speak(row)), LABELS.index(row.label)

    def _call(self, rng: np.random.Generator) -> tuple[dict[str, list], np.ndarray]:
        speakers = self._speakers[list(self._speakers)[rng.integers(len(self._speakers))]]
        by_label = speakers[rng.integers(len(speakers))]
        return by_label, rng.dirichlet(np.ones(len(by_label)))
