"""Classifier: one small transformer layer over time and attentive pooling over a learned mix of all encoder layers; the sentiment logits of a
reader of the word pieces heard are added."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.ctc_head import MOMENT
from undertone_model.network.encoder import LAYERS, WIDTH, Layer, attention_bias, rotary_tables
from undertone_model.network.lexical_head import HEADS, HIDDEN, MAX_STEPS, Reader, Trust
from undertone_model.network.pooling import attentive_pool, pool

STEP = 4
"""Encoder frames averaged into one step of the classifier (96 ms): words outlast it, and the cache of features is a quarter the size."""


class Classifier(nn.Module):
    """Layer features [batch, layers, steps, 288], probabilities of word pieces [batch, steps, PIECES] and mask [batch, steps] to sentiment
    logits [batch, 3] and speech logits [batch].

    `mean` and `std` [layers, 288] are those of the training features.
    """

    def __init__(self, dropout: float = 0.2):
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
        self.reader, self.trust = Reader(dropout), Trust()
        cos, sin = rotary_tables(MAX_STEPS, HIDDEN // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def standardise(self, steps: Tensor) -> None:
        """Take mean and spread from the features of many steps that hold sound [any, layers, 288]."""
        self.mean.copy_(steps.mean(0))
        self.std.copy_(steps.std(0).clamp(min=1e-2))

    def forward(self, features: Tensor, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(self.blend(features), words, mask)

    def blend(self, features: Tensor) -> Tensor:
        """The learned mix of standardised layers, [batch, steps, 288]."""
        scales, offset = self.blend_weights()
        return torch.einsum("lc,blsc->bsc", scales, features) + offset

    def blend_weights(self) -> tuple[Tensor, Tensor]:
        """Standardising and mixing in one: a factor for each layer and channel [layers, 288], and what to add to the sum [288]."""
        scales = self.mix.softmax(0)[:, None] / self.std
        return scales, -(self.mean * scales).sum(0)

    def classify(self, mixed: Tensor, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits from blended features [batch, steps, 288] and word pieces [batch, steps, PIECES]."""
        tone, speech = self.listen(mixed, mask)
        return tone + self.read(words, mask)[0], speech

    def listen(self, mixed: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """What the voice alone says: sentiment logits [batch, 3] and speech logits [batch]."""
        tone, voice = self._pooled(self.project(mixed), mask)
        return self.sentiment(tone), self.speech(voice).squeeze(1)

    def read(self, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """What the words alone say, as far as they were understood: sentiment logits [batch, 3], and how far that is [batch, 1], 0..1. A
        voice of a kind never heard must not drown them: the two are added."""
        trust = self.trust(words, mask)
        return trust * self.reader(words, mask), trust

    def _pooled(self, steps: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The two pooled vectors [batch, HIDDEN], for tone and for presence."""
        length = steps.shape[1]
        steps = self.context(steps, attention_bias(mask), self.cos[:length], self.sin[:length])
        steps = self.norm(steps)
        return tuple(self.dropout(pooled) for pooled in attentive_pool(steps, self.attend(steps), mask).unbind(1))


def pool_steps(frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Frames [batch, time, channels] and their mask as the classifier's steps [batch, steps, channels] and theirs."""
    return pool(frames, mask, STEP)


def pool_words(logits: Tensor, mask: Tensor) -> Tensor:
    """What Words says as probabilities over the classifier's steps [batch, steps, PIECES]."""
    return pool(logits.softmax(2), mask, STEP // MOMENT)[0]


def pool_layers(outputs: list[Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
    """The encoder's outputs as what a Classifier takes: features [batch, layers, steps, 288] and mask [batch, steps]."""
    pooled = [pool_steps(layer, mask) for layer in layer_features(outputs)]
    return torch.stack([features for features, _ in pooled], 1), pooled[0][1]


def layer_features(outputs: list[Tensor]) -> list[Tensor]:
    """Each layer's frames, normalised over channels: the layers differ by orders of magnitude."""
    return [F.layer_norm(frames, frames.shape[-1:]) for frames in outputs]
