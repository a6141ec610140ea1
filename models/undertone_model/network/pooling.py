"""Averages of neighbouring frames, and of those that are attended to, leaving masked ones out."""

import torch.nn.functional as F
from torch import Tensor

from undertone_model.network.encoder import MASKED


def pool(frames: Tensor, mask: Tensor, width: int) -> tuple[Tensor, Tensor]:
    """Average frames [batch, time, channels] over each `width` of them: [batch, ceil(time / width), channels] and its mask."""
    short = -frames.shape[1] % width
    weights = F.pad(mask, (0, short)).unflatten(1, (-1, width)).unsqueeze(3)
    chunks = F.pad(frames, (0, 0, 0, short)).unflatten(1, (-1, width))
    count = weights.sum(2)
    return (chunks * weights).sum(2) / count.clamp(min=1), (count.squeeze(2) > 0).float()


def attentive_pool(frames: Tensor, scores: Tensor, mask: Tensor) -> Tensor:
    """Averages of frames [batch, time, channels], weighted by the softmax of scores [batch, time, averages] over time: [batch, averages, channels]."""
    weights = (scores + ((1 - mask) * MASKED).unsqueeze(2)).softmax(1)
    return weights.transpose(1, 2) @ frames
