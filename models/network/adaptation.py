"""Adaptation to the speaker: features standardised by the speaker's own statistics, as far as these are known."""

import math

import torch
from torch import Tensor, nn

from network.classifier import Classifier
from network.encoder import WIDTH

STATE = 1 + 2 * WIDTH
"""What a stream carries from window to window: steps heard, and the sums and sums of squares of their features."""


class Adaptation(nn.Module):
    """Blended features [batch, steps, 288] to the same, adapted; with the state [batch, STATE] before and after. Zeros: nothing heard yet.

    The training statistics, a mean of 0 (a blend is of standardised layers) and `std` [288], count as `exp(log_prior)` steps, so that a
    call starts from them and moves to the speaker as speech comes in.
    """

    def __init__(self, prior_steps: float = 150.0):
        super().__init__()
        self.std = nn.Parameter(torch.ones(WIDTH))
        self.log_prior = nn.Parameter(torch.tensor(math.log(prior_steps)))

    def forward(self, blended: Tensor, mask: Tensor, speech: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """`mask` [batch, steps]; `speech` [batch], how much the window counts: hold music must not become the speaker."""
        state = state + speech.unsqueeze(1) * heard(blended, mask)
        count, sums, squares = state.split([1, WIDTH, WIDTH], dim=1)
        prior = self.log_prior.exp()
        mean = sums / (count + prior)
        second = (squares + prior * self.std.square()) / (count + prior)
        scale = self.std * torch.rsqrt((second - mean.square()).clamp(min=1e-4))
        return (blended - mean.unsqueeze(1)) * scale.unsqueeze(1), state


def heard(blended: Tensor, mask: Tensor) -> Tensor:
    """What a window adds to the state [batch, STATE]."""
    weighted = blended * mask.unsqueeze(2)
    return torch.cat([mask.sum(1, keepdim=True), weighted.sum(1), (weighted * blended).sum(1)], dim=1)


class AdaptiveClassifier(Classifier):
    """A Classifier that judges the tone of adapted features, and speech presence of features as they are."""

    def __init__(self, dropout: float = 0.2):
        super().__init__(dropout)
        self.adaptation = Adaptation()

    def judge(self, blended: Tensor, words: Tensor, mask: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Sentiment logits [batch, 3], how far the words were understood [batch, 1], speech logits [batch] and the next state."""
        speech = self.listen(blended, mask)[1]
        adapted, state = self.adaptation(blended, mask, speech.sigmoid(), state)
        said, trust = self.read(words, mask)
        return self.listen(adapted, mask)[0] + said, trust, speech, state
