"""Fusion: what the words say and what the voice says, weighed.

Words that say nothing are no evidence of a neutral tone, and neither is a flat voice: the lead of the words' neutral is capped, and the voice
counts as far as it has moved from flat: a little is how voices differ, and says nothing. So a moved voice over plain words is followed, and so are clear words in a flat voice. Words that
were not understood, of another language or lost in noise, say nothing at all.
"""

import torch
from torch import Tensor, nn


class Fusion(nn.Module):
    """Log probabilities of the voice [batch, 3], sentiment logits of the words [batch, 3] and their `piece_confidence` [batch] to calibrated
    sentiment logits [batch, 3].

    `voice` and `words` weigh the two, `lead` is how far neutral words may lead, `neutral` and `negative` are what is expected beforehand; words
    count by half at a confidence of `middle`, and the sharper the edge there, the larger `sharpness` is. A voice says nothing up to a
    probability of `still` that it is not neutral.
    """

    def __init__(self, still: float = 0.5):
        super().__init__()
        self.voice = nn.Parameter(torch.tensor(1.0))
        self.words = nn.Parameter(torch.tensor(1.0))
        self.lead = nn.Parameter(torch.tensor(0.3))
        self.neutral = nn.Parameter(torch.tensor(0.0))
        self.negative = nn.Parameter(torch.tensor(0.0))
        self.middle = nn.Parameter(torch.tensor(0.2))
        self.sharpness = nn.Parameter(torch.tensor(30.0))
        # Chosen, not fitted: below it a likelihood has no slope.
        self.register_buffer("still", torch.tensor(still))

    def forward(self, voice: Tensor, words: Tensor, confidence: Tensor) -> Tensor:
        moved = (1 - voice[:, 1:2].exp() - self.still).clamp(min=0) / (1 - self.still)
        understood = (self.sharpness * (confidence.unsqueeze(1) - self.middle)).sigmoid()
        negative, neutral, positive = (self.words * understood * self._capped(words) + self.voice * moved * voice).split(1, 1)
        return torch.cat([negative + self.negative, neutral + self.neutral, positive], 1)

    def _capped(self, words: Tensor) -> Tensor:
        negative, neutral, positive = words.split(1, 1)
        return torch.cat([negative, torch.minimum(neutral, torch.maximum(negative, positive) + self.lead), positive], 1)
