"""Pooled frames: what the heads see of the encoder's outputs and of the word pieces, a quarter as many frames."""

import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.network import ctc_head
from undertone_model.network.pooling import pool

ENCODER_FRAMES = 4
"""Encoder frames (24 ms) averaged into one pooled frame (96 ms): words outlast it, and the cache of features is a quarter the size."""


def pool_frames(encoder_frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Encoder frames [batch, encoder_frames, channels] and their mask to pooled frames [batch, pooled_frames, channels] and theirs."""
    return pool(encoder_frames, mask, ENCODER_FRAMES)


def pool_pieces(logits: Tensor, mask: Tensor) -> Tensor:
    """The output of a CTCHead, logits [batch, ctc_frames, PIECES] and mask, to probabilities [batch, pooled_frames, PIECES]."""
    return pool(logits.softmax(2), mask, ENCODER_FRAMES // ctc_head.ENCODER_FRAMES)[0]


def pool_layers(outputs: list[Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
    """The encoder's outputs to what an AttentiveHead takes: features [batch, layers, pooled_frames, 288] and mask [batch, pooled_frames]."""
    pooled = [pool_frames(layer, mask) for layer in layer_features(outputs)]
    return torch.stack([features for features, _ in pooled], 1), pooled[0][1]


def layer_features(outputs: list[Tensor]) -> list[Tensor]:
    """Each layer's frames, normalised over channels: the layers differ by orders of magnitude."""
    return [F.layer_norm(encoder_frames, encoder_frames.shape[-1:]) for encoder_frames in outputs]
