"""What a stream has heard before a window: made up for training, followed for validation."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from undertone_model.network.adaptation import STATE, AdaptiveClassifier, heard
from undertone_model.stages.features.cache import Features

COMPANIONS = 3
"""Other windows of a call from which the mean of what was heard is taken."""
NEW, MOST_WINDOWS = 0.25, 20
"""Share of windows with nothing before them; of the others, up to so many windows were heard."""


class History:
    """Draws a past for windows of `features`: of their call, or, where a window has none, of a speaker who always sounds like that."""

    def __init__(self, features: Features, rng: np.random.Generator):
        self._features, self._rng = features, rng
        calls = pd.Series(features.facts[:, 3])
        self._calls = {call: rows for call, rows in calls.groupby(calls).indices.items() if call >= 0 and len(rows) > 1}

    @torch.no_grad()
    def before(self, classifier: AdaptiveClassifier, rows: np.ndarray, blended: Tensor, mask: Tensor) -> Tensor:
        """States [batch, STATE] before windows `rows`, whose blend and mask are given."""
        facts = self._features.facts[rows]
        states = heard(blended, mask)
        inside = np.flatnonzero(np.isin(facts[:, 3], list(self._calls)))
        if len(inside):
            others = np.concatenate([self._others(row, call) for row, call in zip(rows[inside], facts[inside, 3])])
            past = heard(
                classifier.blend(torch.from_numpy(self._features.features[others]).float()),
                torch.from_numpy(self._features.mask[others]).float(),
            )
            states[torch.from_numpy(inside)] = past.unflatten(0, (-1, COMPANIONS)).mean(1)
        windows = self._rng.uniform(0, MOST_WINDOWS, len(rows)) * (self._rng.random(len(rows)) >= NEW) * facts[:, 1]
        return states * torch.from_numpy(windows).float().unsqueeze(1)

    def _others(self, row: int, call: int) -> np.ndarray:
        rows = self._calls[call]
        return self._rng.choice(rows[rows != row], COMPANIONS)


def rounds(facts: np.ndarray) -> Iterator[np.ndarray]:
    """Rows of all windows, such that each round holds the next window of every call; the first one also all that are of no call."""
    calls = pd.Series(facts[:, 3])
    places = calls.groupby(calls).cumcount().where(calls >= 0, 0)
    for place in range(int(places.max()) + 1):
        yield np.flatnonzero(places == place)


class Streams:
    """The states of all calls while they are followed."""

    def __init__(self, calls: np.ndarray):
        self._states = torch.zeros(int(calls.max()) + 2, STATE)

    def get(self, calls: np.ndarray) -> Tensor:
        """[batch, STATE]; zeros for what is of no call (-1)."""
        return self._states[torch.from_numpy(calls).long() + 1]

    def set(self, calls: np.ndarray, states: Tensor) -> None:
        self._states[torch.from_numpy(calls).long() + 1] = states
        self._states[0] = 0
