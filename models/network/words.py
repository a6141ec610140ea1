"""Words: which word piece each frame of the encoder's output says, by connectionist temporal classification (Graves et al., 2006)."""

from torch import Tensor, nn

from network.encoder import WIDTH

PIECES = 1024
BLANK = 0


class Words(nn.Module):
    """The encoder's last frames [batch, time, 288] to logits of word pieces [batch, time, PIECES]; most frames say BLANK.

    Stage 1 trains it together with the encoder. What it hears is English; other languages give it pieces that mean nothing.
    """

    def __init__(self):
        super().__init__()
        self.project = nn.Linear(WIDTH, PIECES)

    def forward(self, frames: Tensor) -> Tensor:
        return self.project(frames)

    def heard(self, frames: Tensor) -> Tensor:
        """Probabilities instead of logits."""
        return self(frames).softmax(2)
