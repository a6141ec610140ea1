"""What is predicted where the audio is masked: which random code the log-mel frame there is nearest to (BEST-RQ)."""

import librosa
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.contract import SAMPLE_RATE
from undertone_model.network.front_end import HOP, HOPS_PER_FRAME

# The frames of the front end, and the mel bands that speech recognition has of them: BEST-RQ's targets are defined on these.
MELS, WINDOW = 80, 768
FRAME = HOP * HOPS_PER_FRAME


class RandomQuantizer(nn.Module):
    """pcm [batch, samples] to codes [batch, encoder_frames], one for each frame of the front end. Nothing here is trained."""

    def __init__(self, codes: int, width: int, seed: int):
        super().__init__()
        random = torch.Generator().manual_seed(seed)
        mels = librosa.filters.mel(sr=SAMPLE_RATE, n_fft=WINDOW, n_mels=MELS)
        self.register_buffer("mels", torch.from_numpy(mels))
        self.register_buffer("taper", torch.hann_window(WINDOW))
        self.register_buffer("projection", torch.randn(MELS, width, generator=random) / MELS**0.5)
        self.register_buffer("codes", F.normalize(torch.randn(codes, width, generator=random), dim=1))

    @torch.no_grad()
    def forward(self, pcm: Tensor) -> Tensor:
        # Frame j of the front end sees samples 384 j to 384 j + 766: exactly the windows of an uncentred transform.
        spectrum = torch.stft(pcm, WINDOW, FRAME, window=self.taper, center=False, return_complex=True).abs().square()
        mel = (self.mels @ spectrum).clamp(min=1e-8).log().transpose(1, 2)
        mel = (mel - mel.mean(1, keepdim=True)) / (mel.std(1, keepdim=True) + 1e-3)
        return (F.normalize(mel @ self.projection, dim=2) @ self.codes.T).argmax(2)
