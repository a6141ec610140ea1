"""Voice channel: how a voice sounds, whatever it says, by a linear layer on the mean and spread of the lower encoder layers.

What learns more than that tells the corpora that it has heard from each other, and judges strangers worse. Three classes as targets make a
detector of loudness of it, so it learns emotions; the classes are their sums.
"""

import torch
from torch import Tensor, nn

from undertone_model.contract import LABELS
from undertone_model.network.encoder import WIDTH
from undertone_model.network.pooled_frames import layer_features

LAYERS = (0, 1, 2, 3)
"""Of the encoder's outputs. Higher ones know more of the language and less of the voice."""
STATISTICS = 2 * len(LAYERS) * WIDTH
"""Of a window: of each layer the means of all channels, then their spreads."""
EMOTIONS = {
    "anger": "negative",
    "sadness": "negative",
    "fear": "negative",
    "disgust": "negative",
    "happiness": "positive",
    "calm": "neutral",
}
"""What is told apart, and the class of each."""
STATE = 1 + STATISTICS
"""What a stream carries from window to window: how many encoder frames of speech it has had, and the sums of their statistics."""


def window_statistics(outputs: list[Tensor], mask: Tensor) -> Tensor:
    """Statistics [batch, STATISTICS] of the encoder's outputs [batch, frames, 288] over the frames that count by mask [batch, frames]."""
    weights = mask.unsqueeze(2)
    count = weights.sum(1).clamp(min=1)
    parts = []
    for frames in layer_features([outputs[layer] for layer in LAYERS]):
        mean = (frames * weights).sum(1) / count
        variance = ((frames - mean.unsqueeze(1)).square() * weights).sum(1) / count
        # A window without a frame has no spread, and the slope of the root is infinite there.
        parts += [mean, (variance + 1e-6).sqrt()]
    return torch.cat(parts, 1)


class VoiceChannel(nn.Module):
    """Statistics of windows [batch, STATISTICS] to log probabilities of the three classes [batch, 3], every class as likely beforehand.

    They are centred on the speaker's own: `plain`, what ordinary speech has, counts as `prior_frames`, and the speaker's frames are added.
    `known` [emotions] says which emotions it has learned: it never names another.
    """

    def __init__(self):
        super().__init__()
        self.emotions = nn.Linear(STATISTICS, len(EMOTIONS))
        self.register_buffer("plain", torch.zeros(STATISTICS))
        self.register_buffer("known", torch.ones(len(EMOTIONS)))
        self.register_buffer("prior_frames", torch.tensor(625.0))
        classes = torch.tensor([[float(of == label) for label in LABELS] for of in EMOTIONS.values()])
        self.register_buffer("classes", classes, persistent=False)

    def forward(self, statistics: Tensor, frames: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """One window of each stream, of which `frames` [batch] are speech, and its state [batch, STATE]; the state after it too."""
        state = state + frames.unsqueeze(1) * torch.cat([torch.ones_like(statistics[:, :1]), statistics], 1)
        count, sums = state.split([1, STATISTICS], dim=1)
        centre = self.plain + (sums - count * self.plain) / (self.prior_frames + count)
        return self.classify(statistics - centre), state

    def classify(self, centred: Tensor) -> Tensor:
        """Log probabilities [batch, 3] from centred statistics [batch, STATISTICS]."""
        return self.of_classes(self.emotions(centred))

    def of_classes(self, scores: Tensor) -> Tensor:
        """Log probabilities [batch, 3] from the scores of the emotions [batch, emotions]."""
        likely = scores.softmax(1) * self.known
        # The mean over the emotions of a class: four negative ones must not outvote one positive.
        of_class = (likely @ self.classes) / (self.known @ self.classes).clamp(min=1)
        return (of_class / of_class.sum(1, keepdim=True) + 1e-6).log()
