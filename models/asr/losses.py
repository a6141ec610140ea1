"""The three losses of stage 1; each is 0, with a gradient of 0, for a batch that has nothing for it."""

import torch.nn.functional as F
from torch import Tensor

from asr.examples import IGNORED


def label_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of the first target, the label. logits [batch, length, tokens], targets [batch, length]."""
    return _cross_entropy(logits[:, 0], targets[:, 0])


def word_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return _cross_entropy(logits[:, 1:].flatten(0, 1), targets[:, 1:].flatten())


def meaning_loss(estimate: Tensor, meaning: Tensor) -> Tensor:
    """Mean of 1 - cosine over the clips whose meaning is known (not zero). Both [batch, width]."""
    known = meaning.square().sum(1) > 0
    return ((1 - F.cosine_similarity(estimate, meaning)) * known).sum() / known.sum().clamp(min=1)


def _cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    # The mean of no targets would be 0 / 0, and one NaN ends a run.
    return F.cross_entropy(logits, targets, ignore_index=IGNORED, reduction="sum") / (targets != IGNORED).sum().clamp(min=1)
