"""Words: which word piece each moment of the encoder's output says, by connectionist temporal classification (Graves et al., 2006)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from network.encoder import WIDTH
from network.pooling import pool

PIECES = 1024
BLANK = 0
SURE = 30.0
"""A logit that leaves nothing to the others."""
MOMENT = 2
"""Encoder frames averaged into one moment (48 ms): no voice says pieces faster, and fewer moments that say nothing are soon learned."""


class Words(nn.Module):
    """The encoder's last frames [batch, time, 288] and their mask [batch, time] to logits of word pieces [batch, moments, PIECES] and the
    mask of the moments [batch, moments]; most moments say BLANK.

    A moment of digital silence says BLANK. Stage 1 trains it together with the encoder. What it hears is English; other languages give it pieces that mean nothing.
    """

    def __init__(self):
        super().__init__()
        self.project = nn.Linear(WIDTH, PIECES)
        self.register_buffer("silence", SURE * F.one_hot(torch.tensor(BLANK), PIECES).float(), persistent=False)

    def forward(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        moments, mask = pool(frames, mask, MOMENT)
        return self.project(moments) + (1 - mask).unsqueeze(2) * self.silence, mask
