"""The whole network as it ships: a window of samples in, calibrated probabilities out, and the state of the stream carried on."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.classifier import pool_steps, pool_words
from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd


class Undertone(nn.Module):
    """pcm [batch, 80000] and state [batch, STATE], zeros for a new stream, to `sentiment` [batch, 3] (negative, neutral, positive) and
    `speech` [batch], all in 0..1, and the state for the stream's next window."""

    def __init__(self, front_end: FrontEnd, encoder: Encoder, words: Words, classifier: AdaptiveClassifier):
        super().__init__()
        self.front_end, self.encoder, self.words, self.classifier = front_end, encoder, words, classifier
        self.register_buffer("voice_temperature", torch.ones(()))
        self.register_buffer("words_temperature", torch.ones(()))
        self.register_buffer("speech_temperature", torch.ones(()))

    def forward(self, pcm: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        blended, words, mask = self.steps(pcm)
        sentiment, trust, speech, state = self.classifier.judge(blended, words, mask, state)
        # A window of digital silence holds no speech, whatever the logit of its empty average.
        present = (speech / self.speech_temperature).sigmoid() * mask.amax(1)
        return self.probabilities(sentiment, trust), present, state

    def probabilities(self, sentiment: Tensor, trust: Tensor) -> Tensor:
        """Calibrated, [batch, 3], from logits and how far the words were understood [batch, 1]: by the temperature of words as far as they
        were, else by that of voices."""
        return tempered(sentiment, trust, self.words_temperature, self.voice_temperature).softmax(1)

    def steps(self, pcm: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the classifier sees: blended features [batch, steps, 288], word pieces [batch, steps, PIECES] and their mask [batch, steps]."""
        frames, mask = self.front_end(pcm)
        outputs = self.encoder(frames, mask)
        words = pool_words(*self.words(outputs[-1], mask))
        blended, step_mask = pool_steps(self._blend(outputs), mask)
        return blended, words, step_mask

    def _blend(self, outputs: list[Tensor]) -> Tensor:
        """The classifier's blend, with its factors moved into the layer norms so that they cost nothing."""
        scales, offset = self.classifier.blend_weights()
        mixed = [F.layer_norm(frames, (WIDTH,), scale) for frames, scale in zip(outputs, scales, strict=True)]
        return torch.stack(mixed).sum(0) + offset


def tempered(sentiment: Tensor, trust: Tensor, words: Tensor, voice: Tensor | float) -> Tensor:
    """Logits [batch, 3] divided by a temperature between those of `words` and `voice`, as far as the words were understood [batch, 1]."""
    return sentiment * words**-trust * voice ** (trust - 1)
