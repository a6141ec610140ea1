"""Windows of one speaker after another through one channel, as a call brings them: what adaptation learns and is judged on."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import torch
from torch.utils.data import Dataset

from undertone_model.config.data import Calls
from undertone_model.contract import LABELS

Speak = Callable[[object, np.random.Generator, np.random.Generator], np.ndarray]
"""A row of the clip table, spoken: (row, draws, draws of the channel) to a window [80000]."""


class CallWindows(Dataset):
    """`size` windows, each call's one after another: (pcm [80000], label, speech).

    Corpora of `tone` (labelled rows of the clip table) are drawn equally often, and then their speakers; how often a call has each label
    is drawn for each call, so that the speaker's mean does not tell the label. Empty where no speaker has clips enough.
    """

    def __init__(self, tone: pd.DataFrame, speak: Speak, size: int, settings: Calls, seed: int = 0):
        self._length = settings.windows
        self._speakers: dict[str, list[dict[str, list]]] = {}
        for (corpus, _), clips in tone.groupby(["corpus", "speaker"]):
            if len(clips) >= settings.fewest_clips:
                by_label = {str(label): list(same.itertuples()) for label, same in clips.groupby("label")}
                self._speakers.setdefault(str(corpus), []).append(by_label)
        self._speak, self._seed = speak, seed
        self._size = size if self._speakers else 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float]:
        call, place = divmod(index, self._length)
        by_label, shares, channel = self._call(np.random.default_rng((self._seed, call)))
        rng = np.random.default_rng((self._seed, call, place))
        clips = by_label[str(rng.choice(list(by_label), p=shares))]
        row = clips[rng.integers(len(clips))]
        # The same seed each time draws the same room, noise level and line for the whole call.
        pcm = self._speak(row, rng, np.random.default_rng(channel))
        return torch.from_numpy(pcm), LABELS.index(row.label), 1.0

    def _call(self, rng: np.random.Generator) -> tuple[dict[str, list], np.ndarray, int]:
        speakers = self._speakers[list(self._speakers)[rng.integers(len(self._speakers))]]
        by_label = speakers[rng.integers(len(speakers))]
        return by_label, rng.dirichlet(np.ones(len(by_label))), int(rng.integers(2**32))
