"""Training examples of stage 1: draws of clips, as batches of about the same length."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.utils.data import Dataset

from undertone_model import config
from undertone_model.contract import LABELS, SAMPLE_RATE
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.augmentation.channel import speed
from undertone_model.data.store import read_clip
from undertone_model.network.ctc_head import BLANK
from undertone_model.network.recogniser import END, START
from undertone_model.stages.asr.word_pieces import letters, spell
from undertone_model.stages.base_weights.tokenizer import label_tokens, load_tokenizer
from undertone_model.training.seeds import generator
from undertone_model.training.task import ENDLESS, stream
from undertone_model.workspace import base_folder

IGNORED = -100


@dataclass
class Batch:
    """pcm [batch, samples], padded with zeros; tokens and targets [batch, length], targets IGNORED where nothing is to be learned;
    pieces [batch, pieces] and letters [batch, letters], those of the transcript, padded with BLANK; labels [batch], indices of LABELS or
    IGNORED."""

    pcm: Tensor
    tokens: Tensor
    targets: Tensor
    pieces: Tensor
    letters: Tensor
    labels: Tensor


def trainable(table: pd.DataFrame, longest_seconds: float) -> pd.DataFrame:
    """Speech of the training split, up to a length, with a label or with a transcript in the language that the decoder knows."""
    speech = table[(table["kind"] == "speech") & (table["split"] == "train")].copy()
    speech.loc[speech["language"] != "en", "transcript"] = ""
    speech = speech[(speech["label"] != "") | (speech["transcript"] != "")]
    return speech[speech["samples"] <= longest_seconds * SAMPLE_RATE].reset_index(drop=True)


class Examples(Dataset):
    """A stream of batches without end: number `i` is a function of `seed`, `purpose` and `i`. `shares` [clips] is how often each clip comes."""

    def __init__(
        self,
        clips: pd.DataFrame,
        shares: np.ndarray,
        tokenizer: Tokenizer,
        pieces: Tokenizer,
        augmenter: Augmenter,
        settings: config.stages.Examples,
        seed: int,
        purpose: str,
    ):
        self._rows, self._pieces = list(clips.itertuples()), pieces
        self._tokenizer, self._label_tokens = tokenizer, label_tokens(tokenizer)
        self._augmenter, self._settings = augmenter, settings
        self._shares, self._seed, self._purpose = shares, seed, purpose
        self._drawn: tuple[int, np.ndarray | None] = (-1, None)

    def __len__(self) -> int:
        return ENDLESS

    def __getitem__(self, index: int) -> Batch:
        pool, place = divmod(index, self._settings.pool)
        if self._drawn[0] != pool:
            self._drawn = pool, self._draw(pool)
        rows = [self._rows[i] for i in self._drawn[1][place]]
        rng = generator(self._seed, self._purpose, pool, place)
        pcm = [torch.from_numpy(self._audio(row, rng)) for row in rows]
        written = [self._written(row, rng) for row in rows]
        return Batch(
            torch.nn.utils.rnn.pad_sequence(pcm, batch_first=True),
            _padded([tokens for tokens, _ in written], END),
            _padded([targets for _, targets in written], IGNORED),
            _padded([spell(self._pieces, row.transcript) for row in rows], BLANK),
            _padded([letters(row.transcript) for row in rows], BLANK),
            torch.tensor([LABELS.index(row.label) if row.label else IGNORED for row in rows]),
        )

    def _draw(self, pool: int) -> np.ndarray:
        """Indices of clips [pool, batch]: drawn together and sorted by length, so that little of a batch is padding."""
        shape = self._settings.pool, self._settings.batch_size
        rng = generator(self._seed, f"{self._purpose} pool", pool)
        drawn = rng.choice(len(self._rows), shape[0] * shape[1], p=self._shares)
        by_length = sorted(drawn, key=lambda i: self._rows[i].samples)
        return rng.permutation(np.reshape(by_length, shape))

    def _audio(self, row, rng: np.random.Generator) -> np.ndarray:
        pcm = speed(read_clip(row), np.exp(rng.uniform(*np.log(self._settings.rates))))
        return self._augmenter(pcm, rng).astype(np.float32) if rng.random() < self._settings.augmented_share else pcm

    def _written(self, row, rng: np.random.Generator) -> tuple[list[int], list[int]]:
        """Decoder input and target. An unknown label is a random one that is no target: the words must not depend on it."""
        label = self._label_tokens[row.label or rng.choice(LABELS)]
        words = [*self._tokenizer.encode(row.transcript, add_special_tokens=False).ids, END] if row.transcript else []
        return [START, label, *words][:-1], [label if row.label else IGNORED, *words]


class Batches:
    """Streams of the batches of `clips`; rooms and noise come from `table`, tokens from `work`."""

    def __init__(
        self,
        clips: pd.DataFrame,
        shares: np.ndarray,
        table: pd.DataFrame,
        pieces: Tokenizer,
        work: Path,
        settings: config.Config,
        examples: config.stages.Examples,
        purpose: str,
        workers: int = 1,
    ):
        tokenizer = load_tokenizer(base_folder(work) / "tokenizer.bin")
        augmenter = Augmenter(table, settings.augmentation, seed=settings.seed)
        self._examples = Examples(clips, shares, tokenizer, pieces, augmenter, examples, settings.seed, purpose)
        self._workers = workers

    def __call__(self, start: int) -> Iterator[Batch]:
        return stream(self._examples, start, self._workers)


def label_shares(clips: pd.DataFrame, unlabelled_share: float, power: float) -> np.ndarray:
    """Labels are drawn equally often, and within a label a corpus by its size to the `power`: the small ones are the human ones."""
    share = np.where(clips["label"] == "", unlabelled_share, (1 - unlabelled_share) / len(LABELS))
    within = clips.groupby(["label", "corpus"])["clip"].transform("size") ** (power - 1)
    shares = share * within / within.groupby(clips["label"]).transform("sum")
    return (shares / shares.sum()).to_numpy()


def _padded(sequences: list[list[int]], value: int) -> Tensor:
    longest = max(len(sequence) for sequence in sequences)
    return torch.tensor([sequence + [value] * (longest - len(sequence)) for sequence in sequences])
