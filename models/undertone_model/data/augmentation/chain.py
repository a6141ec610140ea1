"""The whole way from a mouth to the SDK: room, noise, microphone, codec, line."""

import numpy as np
import pandas as pd

from undertone_model.data.augmentation.channel import clipped, level, low_pass, opus, telephone
from undertone_model.data.augmentation.room import add_noise, hiss, reverberate, simulated_response
from undertone_model.data.store import read_clip

_SIMULATED_ROOMS = 48


class Augmenter:
    """Augments with the noises and rooms of one split of the table (see `data.store.load_table`)."""

    def __init__(self, table: pd.DataFrame, split: str = "train", seed: int = 0):
        mine = table[table["split"] == split]
        self._noises = [row for row in mine[mine["kind"].isin(["noise", "music"])].itertuples() if row.samples > 16_000]
        rng = np.random.default_rng(seed)
        self._rooms = [read_clip(row) for row in mine[mine["kind"] == "rir"].itertuples()]
        # Real responses are few and alike: simulated ones are heard as often.
        self._simulated = [simulated_response(rng) for _ in range(_SIMULATED_ROOMS)]

    def room(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """In a real or a simulated room."""
        rooms = self._rooms if self._rooms and rng.random() < 0.5 else self._simulated
        return reverberate(pcm, rooms[rng.integers(len(rooms))])

    def noise(self, pcm: np.ndarray, rng: np.random.Generator, snr_db: float) -> np.ndarray:
        """Over recorded noise or music, one time in five over hiss."""
        if rng.random() < 0.2 or not self._noises:
            return add_noise(pcm, hiss(len(pcm), rng), snr_db, rng)
        return add_noise(pcm, read_clip(self._noises[rng.integers(len(self._noises))]), snr_db, rng)

    def channel(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Level, clipping, band limit and codec. For speech and for noise alike, or bandwidth would tell them
        apart."""
        pcm = level(pcm, rng.uniform(-40, -14))
        if rng.random() < 0.1:
            pcm = clipped(pcm, rng.uniform(0.2, 0.8))
        choice = rng.random()
        if choice < 0.25:
            pcm = telephone(pcm)
        elif choice < 0.4:
            pcm = low_pass(pcm, rng.choice([3400.0, 4000.0, 5500.0, 7000.0]))
        if rng.random() < 0.2:
            pcm = opus(pcm, rng.choice([8, 12, 16, 24, 32]))
        return np.clip(pcm, -1, 1)

    def __call__(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A voice as it may arrive: 3 in 10 reverberant, half over noise at 0 to 25 dB, all through a channel."""
        if rng.random() < 0.3:
            pcm = self.room(pcm, rng)
        if rng.random() < 0.5:
            pcm = self.noise(pcm, rng, rng.uniform(0, 25))
        return self.channel(pcm, rng)
