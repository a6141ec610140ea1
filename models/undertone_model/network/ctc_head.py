"""CTC head: which word piece each CTC frame says (connectionist temporal classification; Graves et al., 2006)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.encoder import HEADS, MAX_FRAMES, WIDTH, Layer, attention_bias, rotary_tables
from undertone_model.network.pooling import pool

PIECES = 1024
BLANK = 0
SURE = 30.0
"""A logit that leaves nothing to the others."""
ENCODER_FRAMES = 2
"""Encoder frames (24 ms) averaged into one CTC frame (48 ms): no voice says pieces faster, and fewer blanks are learned sooner."""
LAYERS, FEED_FORWARD = 2, 576
"""Of its own: the encoder learned to be read by a decoder that attends where it wants, not to say at each frame what is said there."""


class CTCHead(nn.Module):
    """Encoder frames [batch, encoder_frames, 288] and their mask to logits of word pieces [batch, ctc_frames, PIECES] and the mask
    [batch, ctc_frames].

    A CTC frame of digital silence says BLANK. The pieces are English; other languages give pieces that mean nothing. New `layers` change
    nothing until they have learned.
    """

    def __init__(self, layers: int = LAYERS, dropout: float = 0.0):
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, FEED_FORWARD, dropout) for _ in range(layers))
        for layer in self.layers:
            for last in (layer.out, layer.fc2):
                nn.init.zeros_(last.weight)
            nn.init.zeros_(layer.fc2.bias)
        self.project = nn.Linear(WIDTH, PIECES)
        cos, sin = rotary_tables(MAX_FRAMES // ENCODER_FRAMES, WIDTH // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.register_buffer("silence", SURE * F.one_hot(torch.tensor(BLANK), PIECES).float(), persistent=False)

    def forward(self, encoder_frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        ctc_frames, mask = pool(encoder_frames, mask, ENCODER_FRAMES)
        bias, length = attention_bias(mask), ctc_frames.shape[1]
        for layer in self.layers:
            ctc_frames = layer(ctc_frames, bias, self.cos[:length], self.sin[:length])
        return self.project(ctc_frames) + (1 - mask).unsqueeze(2) * self.silence, mask


def greedy_ctc_decode(logits: Tensor) -> list[int]:
    """The likeliest pieces of one clip [ctc_frames, PIECES]: repeats collapsed, blanks left out."""
    return [piece for piece in logits.argmax(1).unique_consecutive().tolist() if piece != BLANK]
