"""The whole way from a mouth to the SDK: room, noise, microphone, codec, line."""

import numpy as np
import pandas as pd

from undertone_model.config.data import Augmentation
from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.augmentation.channel import clipped, level, low_pass, opus, telephone
from undertone_model.data.augmentation.room import add_noise, hiss, reverberate, simulated_response
from undertone_model.data.store import read_clip


class Augmenter:
    """Augments with the noises and rooms of one split of the table (see `data.store.load_table`)."""

    def __init__(self, table: pd.DataFrame, settings: Augmentation, split: str = "train", seed: int = 0):
        self._settings = settings
        mine = table[table["split"] == split]
        shortest = settings.noise_seconds * SAMPLE_RATE
        self._noises = [row for row in mine[mine["kind"].isin(["noise", "music"])].itertuples() if row.samples > shortest]
        rng = np.random.default_rng(seed)
        self._rooms = [read_clip(row) for row in mine[mine["kind"] == "rir"].itertuples()]
        # Real responses are few and alike: simulated ones are heard as often.
        self._simulated = [simulated_response(rng, settings) for _ in range(settings.simulated_rooms)]

    def room(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """In a real or a simulated room."""
        rooms = self._rooms if self._rooms and rng.random() < self._settings.real_room_share else self._simulated
        return reverberate(pcm, rooms[rng.integers(len(rooms))])

    def noise(self, pcm: np.ndarray, rng: np.random.Generator, snr_db: float) -> np.ndarray:
        """Over recorded noise or music, or over hiss."""
        if rng.random() < self._settings.hiss_share or not self._noises:
            return add_noise(pcm, hiss(len(pcm), rng), snr_db, rng)
        return add_noise(pcm, read_clip(self._noises[rng.integers(len(self._noises))]), snr_db, rng)

    def channel(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Level, clipping, band limit and codec. For speech and for noise alike, or bandwidth would tell them
        apart."""
        settings = self._settings
        pcm = level(pcm, rng.uniform(*settings.level_db))
        if rng.random() < settings.clipped_share:
            pcm = clipped(pcm, rng.uniform(*settings.clipped_to))
        choice = rng.random()
        if choice < settings.telephone_share:
            pcm = telephone(pcm)
        elif choice < settings.telephone_share + settings.low_pass_share:
            pcm = low_pass(pcm, rng.choice(settings.low_pass_hertz))
        if rng.random() < settings.opus_share:
            pcm = opus(pcm, rng.choice(settings.opus_kbps))
        return np.clip(pcm, -1, 1)

    def __call__(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A voice as it may arrive: some in rooms, some over noise, all through a channel."""
        if rng.random() < self._settings.room_share:
            pcm = self.room(pcm, rng)
        if rng.random() < self._settings.noise_share:
            pcm = self.noise(pcm, rng, rng.uniform(*self._settings.noise_db))
        return self.channel(pcm, rng)
