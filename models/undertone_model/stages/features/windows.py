"""Windows of every kind, in random order."""

import numpy as np
import pandas as pd
import torch

from undertone_model.data.calls import LENGTH, CallWindows
from undertone_model.data.windows import WindowDataset, pools

SHARES = {"tone": 0.28, "words": 0.24, "text": 0.08, "speech": 0.05, "nonspeech": 0.15, "call": 0.2}
"""Of each kind of window. Those of a call are tone in sequence; what is read of words is learned before, so that the voice takes the most."""
KINDS = tuple(SHARES)
_WORDED = torch.tensor([KINDS.index("words"), KINDS.index("text")])


def worded(kinds: torch.Tensor) -> torch.Tensor:
    """Which of `kinds`, indices of KINDS, take their label from the words; that of the others, where they have one, is the voice's."""
    return torch.isin(kinds, _WORDED)


class MixedWindows(torch.utils.data.Dataset):
    """Windows of each kind that has clips, each with the index of its kind in KINDS and its call: (pcm [80000], label, speech, kind, call).

    The kinds come in random order, so that an unfinished cache has all of them.
    """

    def __init__(self, table: pd.DataFrame, split: str, build: str, size: int):
        seed = sum(map(ord, split))
        available = [kind for kind, rows in pools(table, split, build).items() if len(rows)]
        windows = {kind: WindowDataset(table, split, build, size, seed, {kind: 1.0}) for kind in available}
        tone = pools(table, split, build)["tone"]
        calls = {"call": CallWindows(tone, windows["tone"].spoken, size, seed)} if len(tone) else {}
        self._windows = {kind: of_kind for kind, of_kind in (windows | calls).items() if len(of_kind)}
        shares = np.array([SHARES[kind] for kind in self._windows])
        self._kinds = np.random.default_rng(seed).choice(list(self._windows), size, p=shares / shares.sum())
        self._places = pd.Series(self._kinds).groupby(self._kinds).cumcount()

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float, int, int]:
        kind, place = self._kinds[index], int(self._places[index])
        return *self._windows[kind][place], KINDS.index(kind), place // LENGTH if kind == "call" else -1
