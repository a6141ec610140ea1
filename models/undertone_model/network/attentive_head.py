"""Attentive head: a learned mix of all encoder layers, one small transformer layer over time and attentive pooling."""

import torch
from torch import Tensor, nn

from undertone_model.network.encoder import LAYERS, WIDTH, Layer, attention_bias, rotary_tables
from undertone_model.network.lexical_head import HEADS, HIDDEN, MAX_POOLED_FRAMES
from undertone_model.network.pooling import attentive_pool


class AttentiveHead(nn.Module):
    """Layer features [batch, layers, pooled_frames, 288] and mask [batch, pooled_frames] to logits [batch, outputs].

    `mean` and `std` [layers, 288] are those of the training features.
    """

    def __init__(self, outputs: int, dropout: float = 0.0):
        super().__init__()
        self.register_buffer("mean", torch.zeros(LAYERS + 1, WIDTH))
        self.register_buffer("std", torch.ones(LAYERS + 1, WIDTH))
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.project = nn.Linear(WIDTH, HIDDEN)
        self.context = Layer(HIDDEN, HEADS, 2 * HIDDEN, dropout)
        self.norm = nn.LayerNorm(HIDDEN)
        self.attend = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(dropout)
        self.answer = nn.Linear(HIDDEN, outputs)
        cos, sin = rotary_tables(MAX_POOLED_FRAMES, HIDDEN // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def standardise(self, pooled_frames: Tensor) -> None:
        """Take mean and spread from the features of many pooled frames that hold sound [any, layers, 288]."""
        self.mean.copy_(pooled_frames.mean(0))
        self.std.copy_(pooled_frames.std(0).clamp(min=1e-2))

    def forward(self, features: Tensor, mask: Tensor) -> Tensor:
        return self.judge(self.blend(features), mask)

    def blend(self, features: Tensor) -> Tensor:
        """The learned mix of standardised layers, [batch, pooled_frames, 288]."""
        scales, offset = self.blend_weights()
        return torch.einsum("lc,blsc->bsc", scales, features) + offset

    def blend_weights(self) -> tuple[Tensor, Tensor]:
        """Standardising and mixing in one: a factor for each layer and channel [layers, 288], and what to add to the sum [288]."""
        scales = self.mix.softmax(0)[:, None] / self.std
        return scales, -(self.mean * scales).sum(0)

    def take_blend(self, scales: Tensor, offset: Tensor) -> None:
        """Of another, which `blend_weights` gave."""
        with torch.no_grad():
            self.mix.zero_()
            self.std.copy_(1 / (len(scales) * scales))
            self.mean.copy_(-offset / (len(scales) * scales))

    def judge(self, blended: Tensor, mask: Tensor) -> Tensor:
        """Logits [batch, outputs] from blended features [batch, pooled_frames, 288]."""
        pooled_frames, length = self.project(blended), blended.shape[1]
        pooled_frames = self.norm(self.context(pooled_frames, attention_bias(mask), self.cos[:length], self.sin[:length]))
        return self.answer(self.dropout(attentive_pool(pooled_frames, self.attend(pooled_frames), mask)[:, 0]))
