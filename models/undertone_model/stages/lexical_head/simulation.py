"""Sentences that nobody speaks, as the word pieces that a CTC head would decode."""

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor

from undertone_model.config.stages import Simulation
from undertone_model.contract import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.front_end import HOP, HOPS_PER_FRAME
from undertone_model.network.pooled_frames import ENCODER_FRAMES
from undertone_model.stages.asr.word_pieces import spell
from undertone_model.training.seeds import generator

FRAME_SECONDS = ENCODER_FRAMES * HOP * HOPS_PER_FRAME / SAMPLE_RATE
"""Of a pooled frame."""
WINDOW_FRAMES = WINDOW_SAMPLES // int(FRAME_SECONDS * SAMPLE_RATE)


class SimulatedPieces:
    """Random batches of `texts` (columns text and a probability for each of LABELS), the labels equally often, over the `pooled_frames` of a
    window; `perfect`, every piece comes as it is."""

    def __init__(
        self,
        texts: pd.DataFrame,
        pieces: Tokenizer,
        settings: Simulation,
        pooled_frames: int = WINDOW_FRAMES,
        seed: int = 0,
        perfect: bool = False,
    ):
        self._frames, self._seed, self._settings = pooled_frames, seed, settings
        self._confused, self._missed = (0.0, 0.0) if perfect else (settings.confused_share, settings.missed_share)
        spelt = [spell(pieces, text) for text in texts["text"]]
        filled = np.array([len(ids) > 0 for ids in spelt])
        self._sentences = [ids for ids in spelt if ids]
        self._targets = texts[list(LABELS)].to_numpy(np.float32)[filled]
        shares = (self._targets / self._targets.mean(0)).sum(1, dtype=np.float64)
        self._shares = shares / shares.sum()
        self._letters = np.array([max(len(pieces.id_to_token(i)), 1) for i in range(pieces.get_vocab_size())])

    def batch(self, index: int, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Number `index`: pieces [size, pooled_frames, PIECES], mask [size, pooled_frames] and probabilities of the labels [size, 3]."""
        rng = generator(self._seed, "simulated pieces", index)
        pieces = np.zeros((size, self._frames, PIECES), np.float32)
        mask = np.zeros((size, self._frames), np.float32)
        drawn = rng.choice(len(self._sentences), size, p=self._shares)
        for row, sentence in enumerate(drawn):
            self._write(self._sentences[sentence], pieces[row], mask[row], rng)
        pieces[..., BLANK] = 1 - pieces.sum(2)
        return torch.from_numpy(pieces), torch.from_numpy(mask), torch.from_numpy(self._targets[drawn])

    def _write(self, ids: list[int], pieces: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> None:
        """Each piece in its pooled frame, its probability spread as over the CTC frames of it; what falls out of the window is lost."""
        ids = np.array(ids)
        ends = np.cumsum(self._letters[ids]) / rng.uniform(*self._settings.letters_per_second) / FRAME_SECONDS
        room = self._frames - ends[-1]
        # A sentence longer than the window loses its end, and some of its beginning.
        start = rng.uniform(0, room) if room > 0 else rng.uniform(room, 0) * self._settings.lost_share
        places = (start + ends).astype(int)
        confused = rng.random(len(ids)) < self._confused
        ids = np.where(confused, rng.integers(1, PIECES, len(ids)), ids)
        kept = (rng.random(len(ids)) >= self._missed) & (places >= 0) & (places < self._frames)
        shares = rng.uniform(*self._settings.probability, len(ids))
        np.add.at(pieces, (places[kept], ids[kept]), shares[kept])
        np.divide(pieces, np.maximum(pieces.sum(1, keepdims=True), 1), out=pieces)
        # Some windows sound all through, the others hold nothing but the sentence.
        everywhere = rng.random() < self._settings.background_share
        first, last = (0, self._frames) if everywhere else (max(int(start), 0), int(start + ends[-1]) + 1)
        mask[first:last] = 1
