"""Classifier: a learned mix of all encoder layers, one small transformer layer over time and attentive pooling give the acoustic logits;
those of the lexical head, gated by how far the words were understood, are added."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network import ctc_head
from undertone_model.network.encoder import LAYERS, WIDTH, Layer, attention_bias, rotary_tables
from undertone_model.network.lexical_head import HEADS, HIDDEN, MAX_POOLED_FRAMES, ConfidenceGate, LexicalHead
from undertone_model.network.pooling import attentive_pool, pool

ENCODER_FRAMES = 4
"""Encoder frames (24 ms) averaged into one pooled frame (96 ms): words outlast it, and the cache of features is a quarter the size."""


class Classifier(nn.Module):
    """Layer features [batch, layers, pooled_frames, 288], probabilities of word pieces [batch, pooled_frames, PIECES] and mask
    [batch, pooled_frames] to sentiment logits [batch, 3] and speech logits [batch].

    `mean` and `std` [layers, 288] are those of the training features.
    """

    def __init__(self, dropout: float = 0.0):
        super().__init__()
        self.register_buffer("mean", torch.zeros(LAYERS + 1, WIDTH))
        self.register_buffer("std", torch.ones(LAYERS + 1, WIDTH))
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.project = nn.Linear(WIDTH, HIDDEN)
        self.context = Layer(HIDDEN, HEADS, 2 * HIDDEN, dropout)
        self.norm = nn.LayerNorm(HIDDEN)
        self.attend = nn.Linear(HIDDEN, 2)
        self.dropout = nn.Dropout(dropout)
        self.sentiment = nn.Linear(HIDDEN, 3)
        self.speech = nn.Linear(HIDDEN, 1)
        self.lexical_head, self.confidence_gate = LexicalHead(dropout), ConfidenceGate()
        cos, sin = rotary_tables(MAX_POOLED_FRAMES, HIDDEN // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def standardise(self, pooled_frames: Tensor) -> None:
        """Take mean and spread from the features of many pooled frames that hold sound [any, layers, 288]."""
        self.mean.copy_(pooled_frames.mean(0))
        self.std.copy_(pooled_frames.std(0).clamp(min=1e-2))

    def forward(self, features: Tensor, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(self.blend(features), pieces, mask)

    def blend(self, features: Tensor) -> Tensor:
        """The learned mix of standardised layers, [batch, pooled_frames, 288]."""
        scales, offset = self.blend_weights()
        return torch.einsum("lc,blsc->bsc", scales, features) + offset

    def blend_weights(self) -> tuple[Tensor, Tensor]:
        """Standardising and mixing in one: a factor for each layer and channel [layers, 288], and what to add to the sum [288]."""
        scales = self.mix.softmax(0)[:, None] / self.std
        return scales, -(self.mean * scales).sum(0)

    def classify(self, blended: Tensor, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Sentiment and speech logits from blended features [batch, pooled_frames, 288] and word pieces [batch, pooled_frames, PIECES]."""
        acoustic, speech = self.acoustic_logits(blended, mask)
        return acoustic + self.lexical_logits(pieces, mask)[0], speech

    def acoustic_logits(self, blended: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """From the voice alone: sentiment logits [batch, 3] and speech logits [batch]."""
        sentiment, speech = self._pooled(self.project(blended), mask)
        return self.sentiment(sentiment), self.speech(speech).squeeze(1)

    def lexical_logits(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """From the words alone: sentiment logits [batch, 3], scaled by how far the words were understood, and that confidence [batch, 1],
        0..1. They are added to the acoustic ones, so that a voice of a kind never heard does not drown them."""
        confidence = self.confidence_gate(pieces, mask)
        return confidence * self.lexical_head(pieces, mask), confidence

    def _pooled(self, pooled_frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The two vectors [batch, HIDDEN] pooled over time, for sentiment and for speech."""
        length = pooled_frames.shape[1]
        pooled_frames = self.context(pooled_frames, attention_bias(mask), self.cos[:length], self.sin[:length])
        pooled_frames = self.norm(pooled_frames)
        both = attentive_pool(pooled_frames, self.attend(pooled_frames), mask).unbind(1)
        return tuple(self.dropout(vector) for vector in both)


def pool_frames(encoder_frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Encoder frames [batch, encoder_frames, channels] and their mask to pooled frames [batch, pooled_frames, channels] and theirs."""
    return pool(encoder_frames, mask, ENCODER_FRAMES)


def pool_pieces(logits: Tensor, mask: Tensor) -> Tensor:
    """The output of a CTCHead, logits [batch, ctc_frames, PIECES] and mask, to probabilities [batch, pooled_frames, PIECES]."""
    return pool(logits.softmax(2), mask, ENCODER_FRAMES // ctc_head.ENCODER_FRAMES)[0]


def pool_layers(outputs: list[Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
    """The encoder's outputs to what a Classifier takes: features [batch, layers, pooled_frames, 288] and mask [batch, pooled_frames]."""
    pooled = [pool_frames(layer, mask) for layer in layer_features(outputs)]
    return torch.stack([features for features, _ in pooled], 1), pooled[0][1]


def layer_features(outputs: list[Tensor]) -> list[Tensor]:
    """Each layer's frames, normalised over channels: the layers differ by orders of magnitude."""
    return [F.layer_norm(encoder_frames, encoder_frames.shape[-1:]) for encoder_frames in outputs]
