"""Sentences for the lexical head: those of the training split and, because a small network learns a large one's judgement best from far more text
than there is, such sentences with words replaced (Tang et al., "Distilling task-specific knowledge from BERT into simple neural networks",
2019), all labelled by the text labeller."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.config.stages import Sentences
from undertone_model.contract import LABELS
from undertone_model.data.texts import held_out, read_goemotions, read_meld, spoken_form
from undertone_model.stages.lexical_head.calls import calls
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller


def originals(data: Path, table: pd.DataFrame) -> list[str]:
    """The training sentences of GoEmotions, MELD and Common Voice in their spoken form, without any whose words are in validation or test."""
    voiced = table[(table["corpus"] == "commonvoice_dev") & (table["transcript"] != "")]
    apart = held_out(data) | set(table["transcript"][table["split"] != "train"].map(spoken_form))
    texts = [*read_goemotions(data, "train")["text"], *read_meld(data, "train")["text"], *voiced["transcript"][voiced["split"] == "train"]]
    return [text for text in map(spoken_form, texts) if text and text not in apart]


def read(data: Path, table: pd.DataFrame, settings: Sentences, rng: np.random.Generator) -> list[str]:
    """All that the head reads: the originals, service calls, and both with words replaced."""
    apart = held_out(data)
    made = (spoken_form(text) for text in itertools.islice(calls(rng), settings.calls))
    own = list(dict.fromkeys([*originals(data, table), *(text for text in made if text not in apart)]))
    return [*own, *itertools.islice(varied(own, rng, settings), settings.varied)]


def varied(texts: list[str], rng: np.random.Generator, settings: Sentences) -> Iterator[str]:
    """Without end."""
    names, counts = np.unique([word for text in texts for word in text.split()], return_counts=True)
    names, counts = names[counts >= settings.rarest], counts[counts >= settings.rarest]
    shares = counts**settings.frequency_power / (counts**settings.frequency_power).sum()
    following = defaultdict(list)
    for text in texts:
        words = ["", *text.split()]
        for before, word in itertools.pairwise(words):
            following[before].append(word)

    def another(before: str) -> str:
        if rng.random() < settings.follows_share and following[before]:
            return following[before][rng.integers(len(following[before]))]
        return names[rng.choice(len(names), p=shares) if rng.random() < settings.frequent_share else rng.integers(len(names))]

    while True:
        words = texts[rng.integers(len(texts))].split()
        rate = 0 if rng.random() < settings.unchanged_share else rng.uniform(*settings.replaced)
        for place in np.flatnonzero(rng.random(len(words)) < rate):
            words[place] = another(words[place - 1] if place else "")
        shortest = settings.cut_words
        if len(words) > shortest + 1 and rng.random() < settings.cut_share:
            first = rng.integers(0, len(words) - shortest)
            words = words[first : first + rng.integers(shortest, len(words) - first + 1)]
        yield " ".join(words)


def labelled(texts: list[str], labeller: SentimentLabeller) -> pd.DataFrame:
    """Columns text and, for each of LABELS, its probability."""
    return pd.DataFrame({"text": texts} | dict(zip(LABELS, labeller.probabilities(texts).T)))
