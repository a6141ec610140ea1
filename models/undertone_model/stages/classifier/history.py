"""What a stream has had before a window: made up for training, followed for validation."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from undertone_model.config.stages import History as Settings
from undertone_model.network.adaptation import STATE, AdaptiveClassifier, feature_sums
from undertone_model.stages.features.cache import Features


class History:
    """Draws a past for windows of `features`: of their call, or, where a window has none, of a speaker who always sounds like that."""

    def __init__(self, features: Features, settings: Settings):
        self._features, self._settings = features, settings
        calls = pd.Series(features.facts["call"])
        self._calls = {call: rows for call, rows in calls.groupby(calls).indices.items() if call >= 0 and len(rows) > 1}

    @torch.no_grad()
    def before(self, classifier: AdaptiveClassifier, rows: np.ndarray, blended: Tensor, mask: Tensor, rng: np.random.Generator) -> Tensor:
        """States [batch, STATE] before windows `rows`, whose blend [batch, pooled_frames, 288] and mask are given."""
        facts = self._features.facts[rows]
        states = feature_sums(blended, mask)
        inside = np.flatnonzero(np.isin(facts["call"], list(self._calls)))
        if len(inside):
            others = np.concatenate([self._others(row, call, rng) for row, call in zip(rows[inside], facts["call"][inside])])
            past = feature_sums(
                classifier.blend(torch.from_numpy(self._features.features[others]).to(blended.device).float()),
                torch.from_numpy(self._features.mask[others]).to(blended.device).float(),
            )
            states[torch.from_numpy(inside).to(blended.device)] = past.unflatten(0, (-1, self._settings.companions)).mean(1)
        many, some = rng.uniform(0, self._settings.most_windows, len(rows)), rng.random(len(rows)) >= self._settings.new_share
        windows = torch.from_numpy(many * some * facts["speech"]).to(blended.device)
        return states * windows.float().unsqueeze(1)

    def _others(self, row: int, call: int, rng: np.random.Generator) -> np.ndarray:
        rows = self._calls[call]
        return rng.choice(rows[rows != row], self._settings.companions)


def rounds(calls: np.ndarray) -> Iterator[np.ndarray]:
    """Rows of all windows, such that each round holds the next window of every call; the first one also all that are of no call (-1)."""
    calls = pd.Series(calls)
    places = calls.groupby(calls).cumcount().where(calls >= 0, 0)
    for place in range(int(places.max()) + 1):
        yield np.flatnonzero(places == place)


class Streams:
    """The states of all calls while they are followed."""

    def __init__(self, calls: np.ndarray, device: torch.device):
        self._states = torch.zeros(int(calls.max()) + 2, STATE, device=device)

    def get(self, calls: Tensor) -> Tensor:
        """[batch, STATE]; zeros for what is of no call (-1)."""
        return self._states[calls + 1]

    def set(self, calls: Tensor, states: Tensor) -> None:
        self._states[calls + 1] = states
        self._states[0] = 0
