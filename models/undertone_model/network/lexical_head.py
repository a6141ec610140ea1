"""Lexical head: sentiment logits from the word pieces alone, by a small transformer, and how surely the pieces were heard."""

from torch import Tensor, nn

from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.encoder import Layer, attention_bias, rotary_tables
from undertone_model.network.pooling import attentive_pool

HIDDEN, HEADS, LAYERS = 192, 4, 1
MAX_POOLED_FRAMES = 256


class LexicalHead(nn.Module):
    """Probabilities of word pieces [batch, pooled_frames, PIECES] and mask [batch, pooled_frames] to sentiment logits [batch, 3]."""

    def __init__(self, dropout: float = 0.0):
        super().__init__()
        self.project = nn.Linear(PIECES, HIDDEN, bias=False)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, 2 * HIDDEN, dropout) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(HIDDEN)
        self.attend = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(dropout)
        self.sentiment = nn.Linear(HIDDEN, 3)
        cos, sin = rotary_tables(MAX_POOLED_FRAMES, HIDDEN // HEADS)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        pooled_frames, bias, length = self.project(pieces), attention_bias(mask), pieces.shape[1]
        for layer in self.layers:
            pooled_frames = layer(pooled_frames, bias, self.cos[:length], self.sin[:length])
        pooled_frames = self.norm(pooled_frames)
        return self.sentiment(self.dropout(attentive_pool(pooled_frames, self.attend(pooled_frames), mask)[:, 0]))


def piece_confidence(pieces: Tensor, mask: Tensor) -> Tensor:
    """The probability of a piece that is said, on average over all that are [batch], 0..1, from probabilities of word pieces
    [batch, pooled_frames, PIECES] and mask [batch, pooled_frames]. English that was understood has 0.2 to 0.5, other languages 0.1."""
    spoken = pieces[:, :, BLANK + 1 :] * mask.unsqueeze(2)
    return spoken.square().sum((1, 2)) / spoken.sum((1, 2)).clamp(min=1e-3)
