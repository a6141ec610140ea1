"""Fusion: what the words say and what the voice says, weighed.

Words that say nothing are no evidence of a neutral tone, and neither is a flat voice: the lead of the words' neutral is capped, and the voice
counts as far as it has moved from flat. So a moved voice over plain words is followed, and so are clear words in a flat voice.
"""

import torch
from torch import Tensor, nn


class Fusion(nn.Module):
    """Log probabilities of the voice [batch, 3], sentiment logits of the words [batch, 3] and how far these were understood [batch, 1] to
    calibrated sentiment logits [batch, 3]."""

    def __init__(self):
        super().__init__()
        self.voice = nn.Parameter(torch.tensor(1.0))
        self.words = nn.Parameter(torch.tensor(1.0))
        self.lead = nn.Parameter(torch.tensor(0.3))
        self.neutral = nn.Parameter(torch.tensor(0.0))

    def forward(self, voice: Tensor, words: Tensor, understood: Tensor) -> Tensor:
        """`voice` and `words` weigh the two, `lead` is how far neutral words may lead, and `neutral` is what is expected of calls: most talk
        is neutral."""
        moved = 1 - voice[:, 1:2].exp()
        bias = torch.stack([torch.zeros_like(self.neutral), self.neutral, torch.zeros_like(self.neutral)])
        return self.words * understood * self._capped(words) + self.voice * moved * voice + bias

    def _capped(self, words: Tensor) -> Tensor:
        negative, neutral, positive = words.split(1, 1)
        return torch.cat([negative, torch.minimum(neutral, torch.maximum(negative, positive) + self.lead), positive], 1)
