"""Encoder: six pre-norm transformer layers with rotary positions (Moonshine tiny's), every layer's frames as output."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, FEED_FORWARD = 288, 8, 6, 1152
ROTARY = 32
"""Channels of each head that turn with the position; the others do not."""
MAX_FRAMES = 1024
MASKED = -1e4
"""Added to the score of a masked frame; finite, so that a window without any frame gives an even average and not NaN."""


class Layer(nn.Module):
    """frames [batch, time, width] to the same; `bias` [batch, 1, 1, time] is added to the scores, `cos` and `sin` are [time, 1, width / heads]."""

    def __init__(self, width: int, heads: int, feed_forward: int, dropout: float = 0.0):
        super().__init__()
        self.heads, self.head_width = heads, width // heads
        self.attention_norm = nn.LayerNorm(width, bias=False)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.feed_forward_norm = nn.LayerNorm(width, bias=False)
        self.fc1 = nn.Linear(width, feed_forward)
        self.fc2 = nn.Linear(feed_forward, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, frames: Tensor, bias: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        frames = frames + self.dropout(self.out(self._attend(self.attention_norm(frames), bias, cos, sin)))
        return frames + self.dropout(self.fc2(F.gelu(self.fc1(self.feed_forward_norm(frames)))))

    def _attend(self, frames: Tensor, bias: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Written out, because the exporter surrounds the built-in attention with a dozen nodes that compute shapes."""
        heads = self.qkv(frames).unflatten(2, (3 * self.heads, self.head_width))
        turning, value = heads.split([2 * self.heads, self.heads], dim=2)
        query, key = _rotate(turning, cos, sin).split(self.heads, dim=2)
        scores = query.transpose(1, 2) @ key.permute(0, 2, 3, 1) * self.head_width**-0.5 + bias
        return (scores.softmax(3) @ value.transpose(1, 2)).transpose(1, 2).flatten(2)


class Encoder(nn.Module):
    """frames [batch, time, 288] and mask [batch, time] (1 = counts) to seven tensors of the same shape: the input, then each layer's output."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, FEED_FORWARD) for _ in range(LAYERS))
        self.layer_norm = nn.LayerNorm(WIDTH, bias=False)
        cos, sin = rotary_tables(MAX_FRAMES, WIDTH // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, frames: Tensor, mask: Tensor) -> list[Tensor]:
        bias = attention_bias(mask)
        cos, sin = self.cos[: frames.shape[1]], self.sin[: frames.shape[1]]
        outputs = [frames]
        for layer in self.layers:
            outputs.append(layer(outputs[-1], bias, cos, sin))
        outputs[-1] = self.layer_norm(outputs[-1])
        return outputs


def attention_bias(mask: Tensor) -> Tensor:
    """mask [batch, time] as what a Layer adds to its scores, [batch, 1, 1, time]."""
    return ((1 - mask) * MASKED)[:, None, None, :]


def rotary_tables(length: int, head_width: int) -> tuple[Tensor, Tensor]:
    """cos and signed sin [length, 1, head_width] for heads laid out as first halves, second halves, fixed channels."""
    frequencies = 10_000.0 ** (-torch.arange(0, ROTARY, 2) / ROTARY)
    angles = torch.arange(length)[:, None] * frequencies
    fixed = torch.zeros(length, head_width - ROTARY)
    cos = torch.cat([angles.cos(), angles.cos(), fixed + 1], dim=1)
    sin = torch.cat([-angles.sin(), angles.sin(), fixed], dim=1)
    return cos.unsqueeze(1), sin.unsqueeze(1)


def _rotate(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second, fixed = heads.split([ROTARY // 2, ROTARY // 2, heads.shape[3] - ROTARY], dim=3)
    return heads * cos + torch.cat([second, first, fixed], dim=3) * sin
