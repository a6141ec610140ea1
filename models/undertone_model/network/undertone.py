"""The whole network as it ships: a window of samples in, calibrated probabilities out, and the state of the stream carried on."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.fusion import Fusion
from undertone_model.network.lexical_head import LexicalHead, piece_confidence
from undertone_model.network.pooled_frames import pool_frames, pool_pieces
from undertone_model.network.voice_channel import VoiceChannel, window_statistics


class Undertone(nn.Module):
    """pcm [batch, 80000] and state [batch, voice_channel.STATE], zeros for a new stream, to `sentiment` [batch, 3] (negative, neutral,
    positive) and `speech` [batch], all in 0..1, and the state for the stream's next window."""

    def __init__(self):
        super().__init__()
        self.front_end, self.encoder, self.ctc_head = FrontEnd(), Encoder(), CTCHead()
        self.lexical_head, self.speech_head = LexicalHead(), AttentiveHead(1)
        self.voice_channel, self.fusion = VoiceChannel(), Fusion()
        self.register_buffer("speech_temperature", torch.ones(()))

    def forward(self, pcm: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        encoder_frames, mask = self.front_end(pcm)
        outputs = self.encoder(encoder_frames, mask)
        pieces = pool_pieces(*self.ctc_head(outputs[-1], mask))
        blended, pooled_mask = pool_frames(self._blend(outputs), mask)
        speech = self.presence(self.speech_head.judge(blended, pooled_mask), pooled_mask)
        # Frames count as far as they are speech: hold music must not become the speaker.
        voice, state = self.voice_channel(window_statistics(outputs, mask), speech * mask.sum(1), state)
        words = self.lexical_head(pieces, pooled_mask)
        sentiment = self.fusion(voice, words, piece_confidence(pieces, pooled_mask)).softmax(1)
        return sentiment, speech, state

    def presence(self, logits: Tensor, mask: Tensor) -> Tensor:
        """Of speech, calibrated [batch], from the speech head's logits [batch, 1]: a window of digital silence holds none, whatever the logit
        of its empty average."""
        return (logits.squeeze(1) / self.speech_temperature).sigmoid() * mask.amax(1)

    def _blend(self, outputs: list[Tensor]) -> Tensor:
        """The speech head's blend, with its factors moved into the layer norms so that they cost nothing."""
        scales, offset = self.speech_head.blend_weights()
        mixed = [F.layer_norm(encoder_frames, (WIDTH,), scale) for encoder_frames, scale in zip(outputs, scales, strict=True)]
        return torch.stack(mixed).sum(0) + offset
