"""Words: which word piece each moment of the encoder's output says, by connectionist temporal classification (Graves et al., 2006)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.encoder import HEADS, MAX_FRAMES, WIDTH, Layer, attention_bias, rotary_tables
from undertone_model.network.pooling import pool

PIECES = 1024
BLANK = 0
SURE = 30.0
"""A logit that leaves nothing to the others."""
MOMENT = 2
"""Encoder frames averaged into one moment (48 ms): no voice says pieces faster, and fewer moments that say nothing are soon learned."""
LAYERS, FEED_FORWARD = 2, 576
"""Of its own: the encoder learned to be read by a decoder that looks where it wants, not to say at each moment what is said there."""


class Words(nn.Module):
    """The encoder's last frames [batch, time, 288] and their mask [batch, time] to logits of word pieces [batch, moments, PIECES] and the
    mask of the moments [batch, moments]; most moments say BLANK.

    A moment of digital silence says BLANK. What it hears is English; other languages give it pieces that mean nothing. New `layers` change
    nothing until they have learned.
    """

    def __init__(self, layers: int = LAYERS, dropout: float = 0.1):
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, FEED_FORWARD, dropout) for _ in range(layers))
        for layer in self.layers:
            for last in (layer.out, layer.fc2):
                nn.init.zeros_(last.weight)
            nn.init.zeros_(layer.fc2.bias)
        self.project = nn.Linear(WIDTH, PIECES)
        cos, sin = rotary_tables(MAX_FRAMES // MOMENT, WIDTH // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.register_buffer("silence", SURE * F.one_hot(torch.tensor(BLANK), PIECES).float(), persistent=False)

    def forward(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        moments, mask = pool(frames, mask, MOMENT)
        bias, length = attention_bias(mask), moments.shape[1]
        for layer in self.layers:
            moments = layer(moments, bias, self.cos[:length], self.sin[:length])
        return self.project(moments) + (1 - mask).unsqueeze(2) * self.silence, mask
