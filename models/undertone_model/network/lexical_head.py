"""Reader: what the words alone say, by a small transformer over the word pieces heard, and how much that counts."""

import torch
from torch import Tensor, nn

from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.encoder import Layer, attention_bias, rotary_tables
from undertone_model.network.pooling import attentive_pool

HIDDEN, HEADS, LAYERS = 192, 4, 1
MAX_STEPS = 256


class Reader(nn.Module):
    """Probabilities of word pieces [batch, steps, PIECES] and mask [batch, steps] to sentiment logits [batch, 3]."""

    def __init__(self, dropout: float = 0.2):
        super().__init__()
        self.project = nn.Linear(PIECES, HIDDEN, bias=False)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, 2 * HIDDEN, dropout) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(HIDDEN)
        self.attend = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(dropout)
        self.sentiment = nn.Linear(HIDDEN, 3)
        cos, sin = rotary_tables(MAX_STEPS, HIDDEN // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        steps, bias, length = self.project(words), attention_bias(mask), words.shape[1]
        for layer in self.layers:
            steps = layer(steps, bias, self.cos[:length], self.sin[:length])
        steps = self.norm(steps)
        return self.sentiment(self.dropout(attentive_pool(steps, self.attend(steps), mask)[:, 0]))


class Trust(nn.Module):
    """How far the words were understood [batch, 1], 0..1, by how sure the pieces are: those of a language that is not English, or of words
    lost in noise, mean nothing to a reader."""

    def __init__(self):
        super().__init__()
        self.middle = nn.Parameter(torch.tensor(0.2))
        self.sharpness = nn.Parameter(torch.tensor(30.0))

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        return (self.sharpness * (sureness(words, mask).unsqueeze(1) - self.middle)).sigmoid()


def sureness(words: Tensor, mask: Tensor) -> Tensor:
    """From probabilities of word pieces [batch, steps, PIECES] and mask [batch, steps]: the probability of a piece that is said, on average
    over all that are, [batch], 0..1. On English that was understood mostly 0.2 to 0.5, on other languages 0.1."""
    said = words[:, :, BLANK + 1 :] * mask.unsqueeze(2)
    return said.square().sum((1, 2)) / said.sum((1, 2)).clamp(min=1e-3)
