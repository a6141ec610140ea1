"""What fusion is fitted and judged on: moved voices over plain words, moved voices of a language that is not understood, and words in flat
voices."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from undertone_model.stages.fusion.words import Words


@dataclass
class Examples:
    """Log probabilities of the voice [examples, 3], sentiment logits of the words [examples, 3] and their confidence [examples], the true
    label [examples] and how much each counts [examples], 1 in all. `corpus` [examples]."""

    voice: Tensor
    words: Tensor
    confidence: Tensor
    label: Tensor
    weight: Tensor
    corpus: np.ndarray

    def only(self, rows: Tensor) -> "Examples":
        """Those of `rows` [examples], a mask."""
        parts = {field.name: getattr(self, field.name)[rows.numpy() if field.name == "corpus" else rows] for field in fields(self)}
        return Examples(**parts | {"weight": parts["weight"] / parts["weight"].sum()})


def examples(voice: Tensor, words: Words, label: Tensor, corpus: np.ndarray) -> Examples:
    """Each corpus counts the same, and in it each label."""
    return Examples(voice, words.logits, words.confidence, label, torch.from_numpy(_even(corpus, label.numpy())).float(), corpus)


def crossed(voice: Tensor, plain: Words, label: Tensor, corpus: np.ndarray, seed: int) -> Examples:
    """Each voice beside the plain words of somebody else, drawn from `plain`: no corpus here has an English voice that moves while its words
    do not."""
    drawn = np.random.default_rng(seed).integers(len(plain.logits), size=len(voice))
    return examples(voice, plain[drawn], label, corpus)


def together(parts: Sequence[Examples], shares: Sequence[float] | None = None) -> Examples:
    """All of them, each part with its share of the weight; alike without."""
    joined = {field.name: [getattr(part, field.name) for part in parts] for field in fields(Examples)}
    weight = torch.cat([part.weight * share for part, share in zip(parts, shares or [1.0] * len(parts))])
    tensors = {name: torch.cat(values) for name, values in joined.items() if name != "corpus"}
    return Examples(**tensors | {"weight": weight / weight.sum(), "corpus": np.concatenate(joined["corpus"])})


def _even(corpus: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Weights [examples], 1 in all."""
    weights = np.zeros(len(label))
    for name in np.unique(corpus):
        labels = np.unique(label[corpus == name])
        for each in labels:
            mine = (corpus == name) & (label == each)
            weights[mine] = 1 / (mine.sum() * len(labels))
    return weights / weights.sum()
