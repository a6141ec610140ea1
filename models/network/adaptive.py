"""The variant of the network that adapts to the speaker: one more input and output, the state of the stream."""

from torch import Tensor, nn

from network.adaptation import Adaptation
from network.undertone import Undertone


class AdaptiveUndertone(nn.Module):
    """pcm [batch, 80000] and state [batch, STATE] to `sentiment` [batch, 3], `speech` [batch] and the next state."""

    def __init__(self, undertone: Undertone, adaptation: Adaptation):
        super().__init__()
        self.undertone, self.adaptation = undertone, adaptation

    def forward(self, pcm: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        sentiment, speech, state = self.judge(*self.undertone.steps(pcm), state)
        return self.undertone.sentiment_probabilities(sentiment), speech, state

    def judge(self, steps: Tensor, words: Tensor, mask: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Sentiment logits from adapted steps; speech from them as they are, for it decides how much they teach."""
        classifier = self.undertone.classifier
        speech = self.undertone.speech_probability(classifier.classify(steps, words, mask)[1], mask)
        adapted, state = self.adaptation(steps, mask, speech, state)
        return classifier.classify(adapted, words, mask)[0], speech, state
