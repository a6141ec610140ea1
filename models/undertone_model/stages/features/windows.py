"""Windows of every kind, in random order."""

import numpy as np
import pandas as pd
import torch

from undertone_model.config import Config
from undertone_model.data.calls import CallWindows
from undertone_model.data.windows import WindowDataset, pools

KINDS = ("tone", "words", "text", "speech", "nonspeech", "call")
"""Those of a call are tone in sequence."""
_WORDED = torch.tensor([KINDS.index("words"), KINDS.index("text")])


def worded(kinds: torch.Tensor) -> torch.Tensor:
    """Which of `kinds`, indices of KINDS, take their label from the words; that of the others, where they have one, is the voice's."""
    return torch.isin(kinds, _WORDED.to(kinds.device))


class MixedWindows(torch.utils.data.Dataset):
    """Windows of each kind that has clips, each with the index of its kind in KINDS and its call: (pcm [80000], label, speech, kind, call).

    The kinds come in random order, so that an unfinished cache has all of them. Validation windows are the same whatever the seed, so that
    runs of two seeds compare.
    """

    def __init__(self, table: pd.DataFrame, split: str, config: Config):
        size, shares_of, self._call_length = getattr(config.features, split), config.features.shares, config.calls.windows
        seed = sum(map(ord, split)) + (config.seed if split == "train" else 0)
        available = {kind: rows for kind, rows in pools(table, split, config.build).items() if len(rows)}
        windows = {kind: WindowDataset(table, split, config, size, {kind: 1.0}, seed) for kind in available}
        if "tone" in available:
            windows["call"] = CallWindows(available["tone"], windows["tone"].spoken, size, config.calls, seed)
        self._windows = {kind: of_kind for kind, of_kind in windows.items() if len(of_kind) and shares_of.get(kind)}
        shares = np.array([shares_of[kind] for kind in self._windows])
        self._kinds = np.random.default_rng(seed).choice(list(self._windows), size, p=shares / shares.sum())
        self._places = pd.Series(self._kinds).groupby(self._kinds).cumcount()

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float, int, int]:
        kind, place = self._kinds[index], int(self._places[index])
        return *self._windows[kind][place], KINDS.index(kind), place // self._call_length if kind == "call" else -1
