"""Sentences that nobody speaks, as the word pieces that stage 1 would hear."""

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor

from undertone_model.contract import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.network.classifier import STEP
from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.front_end import HOP, HOPS_PER_FRAME
from undertone_model.stages.asr.word_pieces import spell

STEP_SECONDS = STEP * HOP * HOPS_PER_FRAME / SAMPLE_RATE
LETTERS_PER_SECOND = (10.0, 20.0)
"""Slow and fast speech."""
CONFUSED, MISSED = 0.1, 0.25
"""Shares of pieces that are heard as another one, or not at all."""


class Reading:
    """Random batches of `texts` (columns text and a probability for each of LABELS), the labels equally often, over `steps` steps of a
    window; `perfect`, every piece is heard as it is."""

    def __init__(
        self,
        texts: pd.DataFrame,
        pieces: Tokenizer,
        steps: int = WINDOW_SAMPLES // int(STEP_SECONDS * SAMPLE_RATE),
        seed: int = 0,
        perfect: bool = False,
    ):
        self._steps, self._rng = steps, np.random.default_rng(seed)
        self._confused, self._missed = (0.0, 0.0) if perfect else (CONFUSED, MISSED)
        spelt = [spell(pieces, text) for text in texts["text"]]
        filled = np.array([len(ids) > 0 for ids in spelt])
        self._sentences = [ids for ids in spelt if ids]
        self._targets = texts[list(LABELS)].to_numpy(np.float32)[filled]
        shares = (self._targets / self._targets.mean(0)).sum(1, dtype=np.float64)
        self._shares = shares / shares.sum()
        self._letters = np.array([max(len(pieces.id_to_token(i)), 1) for i in range(pieces.get_vocab_size())])

    def batch(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Pieces [size, steps, PIECES], mask [size, steps] and probabilities of the labels [size, 3]."""
        words = np.zeros((size, self._steps, PIECES), np.float32)
        mask = np.zeros((size, self._steps), np.float32)
        drawn = self._rng.choice(len(self._sentences), size, p=self._shares)
        for row, sentence in enumerate(drawn):
            self._write(self._sentences[sentence], words[row], mask[row])
        words[..., BLANK] = 1 - words.sum(2)
        return torch.from_numpy(words), torch.from_numpy(mask), torch.from_numpy(self._targets[drawn])

    def _write(self, ids: list[int], words: np.ndarray, mask: np.ndarray) -> None:
        """Each piece at its moment, its probability spread as over the frames of a step; what falls out of the window is lost."""
        rng = self._rng
        ids = np.array(ids)
        ends = np.cumsum(self._letters[ids]) / rng.uniform(*LETTERS_PER_SECOND) / STEP_SECONDS
        room = self._steps - ends[-1]
        start = rng.uniform(0, room) if room > 0 else rng.uniform(room, 0) * 0.5
        places = (start + ends).astype(int)
        confused = rng.random(len(ids)) < self._confused
        ids = np.where(confused, rng.integers(1, PIECES, len(ids)), ids)
        heard = (rng.random(len(ids)) >= self._missed) & (places >= 0) & (places < self._steps)
        shares = rng.uniform(0.2, 0.6, len(ids))
        np.add.at(words, (places[heard], ids[heard]), shares[heard])
        np.divide(words, np.maximum(words.sum(1, keepdims=True), 1), out=words)
        # Half of the windows hold nothing but the sentence, half have a sounding background.
        first, last = (0, self._steps) if rng.random() < 0.5 else (max(int(start), 0), int(start + ends[-1]) + 1)
        mask[first:last] = 1
