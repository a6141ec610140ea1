"""Sentences that nobody speaks: the word pieces that stage 1 would hear, so that the classifier learns words from all the text there is."""

from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor

from asr.pieces import spell
from data.texts import read_goemotions, spoken_form
from network import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from network.classifier import STEP
from network.front_end import HOP, HOPS_PER_FRAME
from network.words import BLANK, PIECES

STEP_SECONDS = STEP * HOP * HOPS_PER_FRAME / SAMPLE_RATE
LETTERS_PER_SECOND = (10.0, 20.0)
"""Slow and fast speech."""
CONFUSED, MISSED = 0.1, 0.25
"""Shares of pieces that are heard as another one, or not at all."""


def sentences(data: Path) -> pd.DataFrame:
    """Columns text and label: GoEmotions' training sentences, but for those whose words are also in validation or test."""
    held_out = {spoken_form(text) for split in ("dev", "test") for text in read_goemotions(data, split)["text"]}
    texts = read_goemotions(data, "train")
    return texts[~texts["text"].map(spoken_form).isin(held_out)]


class Reading:
    """Random batches of `texts`, the labels equally often, over `steps` steps of a window."""

    def __init__(self, texts: pd.DataFrame, pieces: Tokenizer, steps: int = WINDOW_SAMPLES // int(STEP_SECONDS * SAMPLE_RATE), seed: int = 0):
        self._steps, self._rng = steps, np.random.default_rng(seed)
        spelt = texts["text"].map(lambda text: spell(pieces, text))
        self._sentences = [[ids for ids in spelt[texts["label"] == label] if ids] for label in LABELS]
        self._letters = np.array([max(len(pieces.id_to_token(i)), 1) for i in range(pieces.get_vocab_size())])

    def batch(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Pieces [size, steps, PIECES], mask [size, steps] and labels [size]."""
        words = np.zeros((size, self._steps, PIECES), np.float32)
        mask = np.zeros((size, self._steps), np.float32)
        labels = self._rng.integers(len(LABELS), size=size)
        for row, label in enumerate(labels):
            sentences = self._sentences[label]
            self._write(sentences[self._rng.integers(len(sentences))], words[row], mask[row])
        words[..., BLANK] = 1 - words.sum(2)
        return torch.from_numpy(words), torch.from_numpy(mask), torch.from_numpy(labels)

    def _write(self, ids: list[int], words: np.ndarray, mask: np.ndarray) -> None:
        """Each piece at its moment, its probability spread as over the frames of a step; what falls out of the window is lost."""
        rng = self._rng
        ids = np.array(ids)
        ends = np.cumsum(self._letters[ids]) / rng.uniform(*LETTERS_PER_SECOND) / STEP_SECONDS
        room = self._steps - ends[-1]
        start = rng.uniform(0, room) if room > 0 else rng.uniform(room, 0) * 0.5
        places = (start + ends).astype(int)
        confused = rng.random(len(ids)) < CONFUSED
        ids = np.where(confused, rng.integers(1, PIECES, len(ids)), ids)
        heard = (rng.random(len(ids)) >= MISSED) & (places >= 0) & (places < self._steps)
        shares = rng.uniform(0.2, 0.6, len(ids))
        np.add.at(words, (places[heard], ids[heard]), shares[heard])
        np.divide(words, np.maximum(words.sum(1, keepdims=True), 1), out=words)
        # Half of the windows hold nothing but the sentence, half have a sounding background.
        first, last = (0, self._steps) if rng.random() < 0.5 else (max(int(start), 0), int(start + ends[-1]) + 1)
        mask[first:last] = 1
