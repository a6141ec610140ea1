"""Reader: what the words alone say, by a small transformer over the word pieces heard."""

from torch import Tensor, nn

from network.encoder import Layer, attention_bias, rotary_tables
from network.pooling import attentive_pool
from network.words import PIECES

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
