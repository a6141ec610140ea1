"""The whole network as it ships: a window of samples in, calibrated probabilities out, and the state of the stream carried on."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.classifier import pool_frames, pool_pieces
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd


class Undertone(nn.Module):
    """pcm [batch, 80000] and state [batch, STATE], zeros for a new stream, to `sentiment` [batch, 3] (negative, neutral, positive) and
    `speech` [batch], all in 0..1, and the state for the stream's next window."""

    def __init__(self, front_end: FrontEnd, encoder: Encoder, ctc_head: CTCHead, classifier: AdaptiveClassifier):
        super().__init__()
        self.front_end, self.encoder, self.ctc_head, self.classifier = front_end, encoder, ctc_head, classifier
        self.register_buffer("acoustic_temperature", torch.ones(()))
        self.register_buffer("lexical_temperature", torch.ones(()))
        self.register_buffer("speech_temperature", torch.ones(()))

    def forward(self, pcm: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        blended, pieces, mask = self.pooled_features(pcm)
        sentiment, confidence, speech, state = self.classifier.forward_stream(blended, pieces, mask, state)
        # A window of digital silence holds no speech, whatever the logit of its empty average.
        present = (speech / self.speech_temperature).sigmoid() * mask.amax(1)
        return self.probabilities(sentiment, confidence), present, state

    def probabilities(self, sentiment: Tensor, confidence: Tensor) -> Tensor:
        """Calibrated, [batch, 3], from logits and how far the words were understood [batch, 1]: by the lexical temperature as far as they
        were, else by the acoustic one."""
        return tempered(sentiment, confidence, self.lexical_temperature, self.acoustic_temperature).softmax(1)

    def pooled_features(self, pcm: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the classifier takes: blended features [batch, pooled_frames, 288], word pieces [batch, pooled_frames, PIECES] and their
        mask [batch, pooled_frames]."""
        encoder_frames, mask = self.front_end(pcm)
        outputs = self.encoder(encoder_frames, mask)
        pieces = pool_pieces(*self.ctc_head(outputs[-1], mask))
        blended, pooled_mask = pool_frames(self._blend(outputs), mask)
        return blended, pieces, pooled_mask

    def _blend(self, outputs: list[Tensor]) -> Tensor:
        """The classifier's blend, with its factors moved into the layer norms so that they cost nothing."""
        scales, offset = self.classifier.blend_weights()
        mixed = [F.layer_norm(encoder_frames, (WIDTH,), scale) for encoder_frames, scale in zip(outputs, scales, strict=True)]
        return torch.stack(mixed).sum(0) + offset


def tempered(sentiment: Tensor, confidence: Tensor, lexical: Tensor, acoustic: Tensor | float) -> Tensor:
    """Logits [batch, 3] divided by a temperature between `lexical` and `acoustic`, as far as the words were understood [batch, 1]."""
    return sentiment * lexical**-confidence * acoustic ** (confidence - 1)


RENAMED = {
    "words.": "ctc_head.",
    "classifier.reader.": "classifier.lexical_head.",
    "classifier.trust.": "classifier.confidence_gate.",
    "voice_temperature": "acoustic_temperature",
    "words_temperature": "lexical_temperature",
}
"""How names of parameters began up to version 0.10.0, and how they begin now."""


def current_name(name: str) -> str:
    """The name that a parameter of an Undertone has now, of a graph or a state that may be of an earlier version."""
    for old, new in RENAMED.items():
        if name.startswith(old):
            return new + name.removeprefix(old)
    return name
