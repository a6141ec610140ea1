"""Training windows, cut as the SDK cuts them: 5 s every 2.5 s, the first one half empty, words and pauses where they
fall."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch.utils.data import Dataset

from undertone_model.builds import SHARED, USES
from undertone_model.config import Config
from undertone_model.config.data import Placement
from undertone_model.contract import HOP_SAMPLES, LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.augmentation.channel import level, speed
from undertone_model.data.augmentation.room import hiss, noise_excerpt
from undertone_model.data.store import read_clip
from undertone_model.data.table import corpus_shares

UNLABELLED = -1


@dataclass(frozen=True)
class Window:
    """`pcm` float32 `[80000]`; `label` an index of `LABELS` or UNLABELLED; `speech` 1.0 or 0.0."""

    pcm: np.ndarray
    label: int
    speech: float


def pools(table: pd.DataFrame, split: str, build: str) -> dict[str, pd.DataFrame]:
    """Rows that a build may use in a split, by kind of window: human-labelled tone, synthetic words, real words with
    a pseudo-label, speech without a label, and what is no speech."""
    mine = table[(table["split"] == split) & table["use"].isin(USES[build])]
    speech = mine[(mine["kind"] == "speech") & mine["speech"].fillna(False)]
    return {
        "tone": speech[speech["origin"].isin(["human", "acted"])],
        "words": speech[speech["origin"] == "synthetic"],
        "text": speech[speech["origin"] == "text"],
        "speech": speech[speech["label"] == ""],
        "nonspeech": mine[mine["kind"].isin(["noise", "music"]) & ~mine["speech"].fillna(True)],
    }


class WindowDataset(Dataset):
    """`size` windows of one split, of data that both builds may use, each determined by `seed` and its index; yields `(pcm [80000], label, speech)`.

    Kinds are drawn by `mix`, then the class, then the corpus, then the clip: each uniformly, so that neither the commonest class nor the
    largest corpus rules. Of what is no speech, which has no classes, larger corpora, whose sounds differ more, are drawn more often. Rooms
    and lines are those of the configuration's seed."""

    def __init__(self, table: pd.DataFrame, split: str, config: Config, size: int, mix: dict[str, float], seed: int = 0):
        self.size, self.seed, self._settings = size, seed, config.windows
        pool = {kind: rows for kind, rows in pools(table, split, SHARED).items() if len(rows) and mix.get(kind)}
        self._kinds = list(pool)
        shares = np.array([mix[kind] for kind in self._kinds])
        self._shares = shares / shares.sum()
        self._rows = {kind: _by_class_and_corpus(rows) for kind, rows in pool.items() if kind != "nonspeech"}
        if "nonspeech" in pool:
            self._sounds = list(pool["nonspeech"].itertuples())
            self._sound_shares = corpus_shares(pool["nonspeech"], config.windows.corpus_power)
        self._same = {}
        for rows in pool.values():
            for row in rows.itertuples():
                self._same.setdefault((row.speaker, row.label), []).append(row)
        self._augmenter = Augmenter(table, config.augmentation, split, config.seed)

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float]:
        window = self.window(np.random.default_rng((self.seed, index)))
        return torch.from_numpy(window.pcm), window.label, window.speech

    def window(self, rng: np.random.Generator) -> Window:
        """One random window."""
        kind = self._kinds[rng.choice(len(self._kinds), p=self._shares)]
        if kind == "nonspeech":
            return Window(self._nonspeech(self._sounds[rng.choice(len(self._sounds), p=self._sound_shares)], rng), UNLABELLED, 0.0)
        row = _draw(self._rows[kind], rng)
        return Window(self.spoken(row, rng, rng), LABELS.index(row.label) if row.label else UNLABELLED, 1.0)

    def spoken(self, row, rng: np.random.Generator, channel: np.random.Generator) -> np.ndarray:
        """A window `[80000]` in which the speaker of `row` says it; `channel` draws the way that it comes."""
        return self._first_or_full(self._augmenter(self._talk(row, rng), channel), rng)

    def _talk(self, row, rng: np.random.Generator) -> np.ndarray:
        """5 s of one person: the clip alone, or between others of the same speaker and label."""
        factor = rng.choice(self._settings.speeds)
        clip = speed(read_clip(row), factor)
        if rng.random() < self._settings.alone_share:
            return placed(clip, rng, self._settings.placement)
        same = self._same[(row.speaker, row.label)]
        shortest, longest = (int(seconds * SAMPLE_RATE) for seconds in self._settings.pause_seconds)
        parts = [clip]
        while sum(map(len, parts)) < WINDOW_SAMPLES + len(clip):
            pause = np.zeros(rng.integers(shortest, longest), np.float32)
            parts += [pause, speed(read_clip(same[rng.integers(len(same))]), factor)]
        talk = np.concatenate(parts)
        start = rng.integers(0, len(talk) - WINDOW_SAMPLES + 1)
        return talk[start : start + WINDOW_SAMPLES]

    def _nonspeech(self, row, rng: np.random.Generator) -> np.ndarray:
        """Noise, music or near silence, through rooms and channels as speech goes."""
        if rng.random() < self._settings.sparse_share:
            return self._first_or_full(level(hiss(WINDOW_SAMPLES, rng), rng.uniform(*self._settings.sparse_db)), rng)
        sound = read_clip(row)
        pcm = (
            noise_excerpt(sound, WINDOW_SAMPLES, rng)
            if rng.random() < self._settings.excerpt_share
            else placed(sound, rng, self._settings.placement)
        )
        if rng.random() < self._settings.nonspeech_room_share:
            pcm = self._augmenter.room(pcm, rng)
        pcm = self._augmenter.channel(pcm, rng)
        # Rooms without people are mostly quieter than people.
        return self._first_or_full(np.clip(level(pcm, rng.uniform(*self._settings.nonspeech_db)), -1, 1), rng)

    def _first_or_full(self, pcm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Sometimes the first window of a stream: its loudest half alone, then zeros to the end."""
        pcm = pcm.astype(np.float32)
        if rng.random() >= self._settings.first_share:
            return pcm
        energy = np.cumsum(np.square(pcm, dtype=np.float64))
        start = int(np.argmax(energy[HOP_SAMPLES:] - energy[:-HOP_SAMPLES]))
        return np.pad(pcm[start : start + HOP_SAMPLES], (0, WINDOW_SAMPLES - HOP_SAMPLES))


def placed(clip: np.ndarray, rng: np.random.Generator, settings: Placement) -> np.ndarray:
    """The clip somewhere in an otherwise silent window; some of it may be lost at an edge, a longer clip is cropped."""
    loss = int(min(settings.lost_share * len(clip), settings.lost_seconds * SAMPLE_RATE))
    start = (
        rng.integers(-loss, WINDOW_SAMPLES - len(clip) + loss)
        if len(clip) < WINDOW_SAMPLES + loss
        else -rng.integers(0, len(clip) - WINDOW_SAMPLES + 1)
    )
    window = np.zeros(WINDOW_SAMPLES, np.float32)
    first, last = max(start, 0), min(start + len(clip), WINDOW_SAMPLES)
    window[first:last] = clip[first - start : last - start]
    return window


def _by_class_and_corpus(rows: pd.DataFrame) -> dict[str, dict[str, list]]:
    return {
        label: {corpus: list(clips.itertuples()) for corpus, clips in of_label.groupby("corpus")}
        for label, of_label in rows.groupby("label")
    }


def _draw(by_class: dict[str, dict[str, list]], rng: np.random.Generator):
    by_corpus = by_class[list(by_class)[rng.integers(len(by_class))]]
    clips = by_corpus[list(by_corpus)[rng.integers(len(by_corpus))]]
    return clips[rng.integers(len(clips))]
