"""The losses of stage 1; each is 0, with a gradient of 0, for a batch that has nothing for it."""

import torch.nn.functional as F
from torch import Tensor

from undertone_model.network.ctc_head import BLANK
from undertone_model.stages.asr.examples import IGNORED


def label_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of the first target, the label. logits [batch, length, tokens], targets [batch, length]."""
    return _cross_entropy(logits[:, 0], targets[:, 0])


def sentiment_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """logits [batch, 3]; labels [batch], IGNORED where there is none."""
    return _cross_entropy(logits, labels)


def word_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return _cross_entropy(logits[:, 1:].flatten(0, 1), targets[:, 1:].flatten())


def ctc_loss(logits: Tensor, frames: Tensor, symbols: Tensor) -> Tensor:
    """Connectionist temporal classification, for each symbol (piece or letter). logits [batch, time, alphabet]; `frames` [batch], how many
    of them hold sound; symbols [batch, length], padded with BLANK."""
    lengths = (symbols != BLANK).sum(1)
    log_probabilities = logits.float().log_softmax(2).transpose(0, 1)
    losses = F.ctc_loss(log_probabilities, symbols, frames, lengths, BLANK, reduction="none", zero_infinity=True)
    known = lengths > 0
    return (losses * known / lengths.clamp(min=1)).sum() / known.sum().clamp(min=1)


def _cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    # The mean of no targets would be 0 / 0, and one NaN ends a run.
    return F.cross_entropy(logits, targets, ignore_index=IGNORED, reduction="sum") / (targets != IGNORED).sum().clamp(min=1)
