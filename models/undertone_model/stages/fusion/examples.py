"""What fusion is fitted and judged on: moved voices over plain words, and words in flat voices."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass
class Examples:
    """Log probabilities of the voice [examples, 3], sentiment logits of the words [examples, 3], how far these were understood
    [examples, 1], the true label [examples] and how much each counts [examples], 1 in all."""

    voice: Tensor
    words: Tensor
    understood: Tensor
    label: Tensor
    weight: Tensor


def moved(voice: np.ndarray, label: np.ndarray, corpus: np.ndarray, words: Tensor, understood: Tensor, seed: int) -> Examples:
    """Voices of strangers, answered without their corpus, each beside the plain words of somebody else [sentences, 3]. Each corpus counts
    the same, and in it each label."""
    drawn = np.random.default_rng(seed).integers(len(words), size=len(voice))
    return Examples(
        torch.from_numpy(voice), words[drawn], understood[drawn], torch.from_numpy(label), torch.from_numpy(_even(corpus, label)).float()
    )


def flat(voice: Tensor, words: Tensor, understood: Tensor, label: Tensor, corpus: np.ndarray) -> Examples:
    """Sentences in flat voices, whose label is that of their words. Each corpus counts the same, and in it each label."""
    return Examples(voice, words, understood, label, torch.from_numpy(_even(corpus, label.numpy())).float())


def _even(corpus: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Weights [examples], 1 in all."""
    weights = np.zeros(len(label))
    for name in np.unique(corpus):
        labels = np.unique(label[corpus == name])
        for each in labels:
            mine = (corpus == name) & (label == each)
            weights[mine] = 1 / (mine.sum() * len(labels))
    return weights / weights.sum()
