"""Training examples of stage 1: draws of clips, as batches of about the same length."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from undertone_model.contract import LABELS, SAMPLE_RATE
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.augmentation.channel import speed
from undertone_model.data.store import read_clip
from undertone_model.network.ctc_head import BLANK
from undertone_model.network.recogniser import END, START
from undertone_model.stages.asr.artefacts import pieces_file
from undertone_model.stages.asr.word_pieces import learn_pieces, letters, spell
from undertone_model.stages.base_weights.tokenizer import label_tokens, load_tokenizer

BATCH = 16
POOL = 16
"""Batches drawn together and sorted by length, so that little of a batch is padding."""
LONGEST_SECONDS = 5.5
UNLABELLED_SHARE = 0.2
AUGMENTED_SHARE = 0.4
RATES = (0.85, 1.18)
"""Slowest and fastest: pitch and formants move along, so that one speaker counts for several."""
IGNORED = -100


@dataclass
class Batch:
    """pcm [batch, samples], padded with zeros; tokens and targets [batch, length], targets IGNORED where nothing is to be learned;
    pieces [batch, pieces] and letters [batch, letters], those of the transcript, padded with BLANK; labels [batch], indices of LABELS or IGNORED."""

    pcm: Tensor
    tokens: Tensor
    targets: Tensor
    pieces: Tensor
    letters: Tensor
    labels: Tensor


def trainable(table: pd.DataFrame, longest: float = LONGEST_SECONDS) -> pd.DataFrame:
    """Speech of the training split, of up to `longest` seconds, with a label or with a transcript in the language that the decoder knows."""
    speech = table[(table["kind"] == "speech") & (table["split"] == "train")].copy()
    speech.loc[speech["language"] != "en", "transcript"] = ""
    speech = speech[(speech["label"] != "") | (speech["transcript"] != "")]
    return speech[speech["samples"] <= longest * SAMPLE_RATE].reset_index(drop=True)


class Examples(IterableDataset):
    """An endless stream of batches; `shares` [clips] is how often each clip comes."""

    def __init__(self, clips: pd.DataFrame, shares: np.ndarray, tokenizer: Tokenizer, pieces: Tokenizer, augmenter: Augmenter, seed: int):
        self._rows, self._pieces = list(clips.itertuples()), pieces
        self._tokenizer, self._label_tokens = tokenizer, label_tokens(tokenizer)
        self._augmenter, self._rng = augmenter, np.random.default_rng(seed)
        self._shares = shares

    def __iter__(self) -> Iterator[Batch]:
        while True:
            drawn = self._rng.choice(len(self._rows), BATCH * POOL, p=self._shares)
            by_length = sorted(drawn, key=lambda i: self._rows[i].samples)
            for batch in self._rng.permutation(np.reshape(by_length, (POOL, BATCH))):
                yield self._batch(batch)

    def _batch(self, indices: np.ndarray) -> Batch:
        rows = [self._rows[i] for i in indices]
        pcm = [torch.from_numpy(self._audio(row)) for row in rows]
        written = [self._written(row) for row in rows]
        return Batch(
            torch.nn.utils.rnn.pad_sequence(pcm, batch_first=True),
            _padded([tokens for tokens, _ in written], END),
            _padded([targets for _, targets in written], IGNORED),
            _padded([spell(self._pieces, row.transcript) for row in rows], BLANK),
            _padded([letters(row.transcript) for row in rows], BLANK),
            torch.tensor([LABELS.index(row.label) if row.label else IGNORED for row in rows]),
        )

    def _audio(self, row) -> np.ndarray:
        pcm = speed(read_clip(row), np.exp(self._rng.uniform(*np.log(RATES))))
        return self._augmenter(pcm, self._rng).astype(np.float32) if self._rng.random() < AUGMENTED_SHARE else pcm

    def _written(self, row) -> tuple[list[int], list[int]]:
        """Decoder input and target. An unknown label is a random one that is no target: the words must not depend on it."""
        label = self._label_tokens[row.label or self._rng.choice(LABELS)]
        words = [*self._tokenizer.encode(row.transcript, add_special_tokens=False).ids, END] if row.transcript else []
        return [START, label, *words][:-1], [label if row.label else IGNORED, *words]


def batches(clips: pd.DataFrame, shares: np.ndarray, table: pd.DataFrame, work: Path, seed: int) -> Iterable[Batch]:
    """The stream of `clips`, made in a process of its own; rooms and noise come from `table`, the tokens and pieces from `work`."""
    tokenizer = load_tokenizer(work / "base" / "tokenizer.bin")
    pieces = learn_pieces(clips["transcript"], pieces_file(work))
    return DataLoader(Examples(clips, shares, tokenizer, pieces, Augmenter(table), seed), batch_size=None, num_workers=1)


def label_shares(clips: pd.DataFrame) -> np.ndarray:
    """Labels are drawn equally often, and within a label a corpus by the square root of its size: the small ones are the human ones."""
    share = np.where(clips["label"] == "", UNLABELLED_SHARE, (1 - UNLABELLED_SHARE) / len(LABELS))
    within = clips.groupby(["label", "corpus"])["clip"].transform("size") ** -0.5
    shares = share * within / within.groupby(clips["label"]).transform("sum")
    return (shares / shares.sum()).to_numpy()


def _padded(sequences: list[list[int]], value: int) -> Tensor:
    longest = max(len(sequence) for sequence in sequences)
    return torch.tensor([sequence + [value] * (longest - len(sequence)) for sequence in sequences])
