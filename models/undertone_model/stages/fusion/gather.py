"""Examples for fusion, from the clip table and from what the voice channel answered to strangers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import torch

from undertone_model.contract import LABELS
from undertone_model.data.table import thinned
from undertone_model.network.voice_channel import VoiceChannel
from undertone_model.stages.fusion.examples import Examples, crossed, examples, together
from undertone_model.stages.fusion.words import Reader, Words
from undertone_model.stages.voice.statistics import clip_statistics
from undertone_model.stages.voice.strangers import classified
from undertone_model.training.kept import Kept

FLAT = ("synthetic", "commonvoice_dev")
"""Sentences in flat voices, whose labels are those of their words: given by people, and by the text labeller."""
EVERYDAY = "everyday"
ENGLISH = "en"
SEED = 0
"""Of what is drawn: the same examples for every configuration, so that two compare."""


class Gathering:
    """`most` clips of a corpus are read. `voices`, `words`: what is kept of them."""

    def __init__(self, table: pd.DataFrame, voices: Kept, words: Kept, reader: Reader, channel: VoiceChannel, most: int):
        self._table, self._voices, self._words, self._reader, self._channel, self._most = table, voices, words, reader, channel, most

    def kinds(self, strangers: Mapping[str, np.ndarray]) -> dict[str, Examples]:
        """`moved` voices over plain English words, voices over `foreign` words, words in `flat` voices, and of these the neutral ones alone:
        `plain` talk, which is most of a call and must not get a label for the sake of the others. `everyday` sentences are only judged."""
        flat = together([self._flat(clips) for corpus in FLAT if len(clips := self._labelled(corpus))])
        neutral = flat.label == LABELS.index("neutral")
        voice, label = (torch.from_numpy(strangers[field]) for field in ("voice", "label"))
        plain = flat.only(neutral)
        moved = crossed(voice, Words(plain.words, plain.confidence), label, strangers["corpus"], SEED)
        kinds = {"moved": moved, "foreign": self._foreign(strangers), "flat": flat, "plain": plain}
        everyday = self._labelled(EVERYDAY)
        return kinds | ({"everyday": self._flat(everyday)} if len(everyday) else {})

    def _labelled(self, corpus: str) -> pd.DataFrame:
        """Of validation; the text labeller may be sure of none."""
        table = self._table
        return table[(table["corpus"] == corpus) & (table["split"] == "valid") & (table["label"] != "")].reset_index(drop=True)

    def _flat(self, clips: pd.DataFrame) -> Examples:
        """Each as the beginning of a stream, as its voice is not known."""
        statistics = clip_statistics(self._voices, *self._reader.encoding, clips)
        voice = torch.from_numpy(classified(self._channel, statistics, SEED, alone=True))
        label = torch.from_numpy(clips["label"].map(LABELS.index).to_numpy(copy=True))
        return examples(voice, self._reader.words(self._words, clips), label, clips["corpus"].to_numpy())

    def _foreign(self, strangers: Mapping[str, np.ndarray]) -> Examples:
        """What the lexical head makes of words of a language that it does not know is nothing: the label is the voice's."""
        answers = pd.DataFrame({"clip": strangers["clip"], "answer": np.arange(len(strangers["clip"]))})
        clips = self._table[~self._table["language"].str.startswith(ENGLISH)].merge(answers, on="clip")
        parts = []
        for _, of_corpus in clips.groupby("corpus"):
            some = thinned(of_corpus.reset_index(drop=True), self._most)
            words, rows = self._reader.words(self._words, some), some["answer"].to_numpy()
            voice, label = (torch.from_numpy(strangers[field][rows]) for field in ("voice", "label"))
            parts.append(examples(voice, words, label, some["corpus"].to_numpy()))
        return together(parts)
