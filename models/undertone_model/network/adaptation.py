"""Adaptation to the speaker: features centred on the speaker's own mean, as far as it is known."""

import numpy as np
import torch
from torch import Tensor, nn

from undertone_model.network.classifier import Classifier
from undertone_model.network.encoder import WIDTH

STATE = 1 + WIDTH
"""What a stream carries from window to window: how many pooled frames it has had, and the sums of their features."""
PRIOR_FRAMES = 800.0
"""What the training mean counts, in pooled frames (77 s). It is a constant of the graph that ships. 400 to 1,600 judge validation calls
alike; learned, it became 178, and open judged them a point worse."""


def new_states(batch: int) -> np.ndarray:
    """States [batch, STATE] of streams of which nothing has been heard, for the exported graph."""
    return np.zeros((batch, STATE), np.float32)


class Adaptation(nn.Module):
    """Blended features [batch, pooled_frames, 288] to the same, adapted; with the state [batch, STATE] before and after, zeros at first.

    The training mean, which is 0 (a blend is of standardised layers), counts as PRIOR_FRAMES, so that a call starts from it and moves to
    the speaker as speech comes in. The speaker's spread stays: few windows tell it badly, and with it voices were judged worse.
    """

    def forward(self, blended: Tensor, mask: Tensor, speech: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """`mask` [batch, pooled_frames]; `speech` [batch], how much the window counts: hold music must not become the speaker."""
        state = state + speech.unsqueeze(1) * feature_sums(blended, mask)
        count, sums = state.split([1, WIDTH], dim=1)
        mean = sums / (count + PRIOR_FRAMES)
        return blended - mean.unsqueeze(1), state


def feature_sums(blended: Tensor, mask: Tensor) -> Tensor:
    """What a window adds to the state [batch, STATE]: its number of pooled frames that hold sound, and the sums of their features."""
    return torch.cat([mask.sum(1, keepdim=True), (blended * mask.unsqueeze(2)).sum(1)], dim=1)


class AdaptiveClassifier(Classifier):
    """A Classifier that judges the tone of adapted features, and speech presence of features as they are."""

    def __init__(self, dropout: float = 0.0):
        super().__init__(dropout)
        self.adaptation = Adaptation()

    def forward_stream(self, blended: Tensor, pieces: Tensor, mask: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """One window of each stream: sentiment logits [batch, 3], how far the words were understood [batch, 1], speech logits [batch] and
        the next state [batch, STATE]."""
        speech = self.acoustic_logits(blended, mask)[1]
        adapted, state = self.adaptation(blended, mask, speech.sigmoid(), state)
        lexical, confidence = self.lexical_logits(pieces, mask)
        return self.acoustic_logits(adapted, mask)[0] + lexical, confidence, speech, state
