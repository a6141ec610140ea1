"""Front end: raw waveform to frames, by three strided convolutions that stage 0 trains and every later stage keeps fixed."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HOP = 64
"""Samples between two frames of the first convolution."""
HOPS_PER_FRAME = 6
TARGET_RMS = 0.05
FLOOR_RMS = 5e-4
"""Below this level a window is not amplified any further, so that hiss does not become as loud as a voice."""


class StridedConvolution(nn.Module):
    """[batch, time, inputs] to [batch, frames, outputs], as one matrix product over overlapping groups of `stride` steps.

    A product is quantized where a convolution is not, and the channels stay last: int8 pays twice in the browser. Weights are
    [outputs, kernel * inputs].
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, bias: bool = True):
        super().__init__()
        self.kernel, self.stride = kernel, stride
        self.product = nn.Linear(kernel * inputs, outputs, bias)

    def forward(self, steps: Tensor) -> Tensor:
        batch, time, inputs = steps.shape
        frames = (time - self.kernel) // self.stride + 1
        whole, rest = divmod(self.kernel, self.stride)
        needed = (frames + whole) * self.stride
        steps = F.pad(steps, (0, 0, 0, needed - time)) if needed > time else steps[:, :needed]
        groups = steps.reshape(batch, frames + whole, self.stride * inputs)
        parts = [groups[:, i : i + frames] for i in range(whole)]
        if rest:
            parts.append(groups[:, whole:, : rest * inputs])
        return self.product(torch.cat(parts, dim=2))


class FrontEnd(nn.Module):
    """pcm [batch, samples] in [-1, 1] to frames [batch, time, width] at 41.7 Hz and their mask [batch, time].

    Digital silence (exact zeros, as in padding) is left out of the level, the normalisation and the mask: a padded clip
    gives the frames of the clip alone.
    """

    def __init__(self, width: int = 288):
        super().__init__()
        self.conv1 = StridedConvolution(1, width, 127, HOP, bias=False)
        self.norm = nn.LayerNorm(width)
        self.conv2 = StridedConvolution(width, 2 * width, 7, 3)
        self.conv3 = StridedConvolution(2 * width, width, 3, 2)

    def forward(self, pcm: Tensor) -> tuple[Tensor, Tensor]:
        sounding = (F.max_pool1d(pcm.abs().unsqueeze(1), HOP, HOP) > 0).float()
        filled = sounding.mean((1, 2)).clamp(min=1e-3).reshape(-1, 1, 1)
        frames = torch.tanh(self.conv1(_level(pcm.unsqueeze(2), filled)))
        frames = F.gelu(self.conv2(self._normalise(frames, filled)))
        frames = F.gelu(self.conv3(frames))
        return frames, _frame_mask(sounding, frames.shape[1])

    def _normalise(self, frames: Tensor, filled: Tensor) -> Tensor:
        """Over channels and the part of the window that is filled: silent frames are exactly 0 here and add nothing to the sums."""
        mean = frames.mean((1, 2), keepdim=True) / filled
        variance = frames.square().mean((1, 2), keepdim=True) / filled - mean.square()
        scale = self.norm.weight * torch.rsqrt(variance + self.norm.eps)
        return frames * scale + (self.norm.bias - mean * scale)


def _level(pcm: Tensor, filled: Tensor) -> Tensor:
    rms = (pcm.square().mean((1, 2), keepdim=True) / filled).sqrt()
    return pcm * (TARGET_RMS / rms.clamp(min=FLOOR_RMS))


def _frame_mask(sounding: Tensor, frames: int) -> Tensor:
    """A frame counts when sound falls into the middle of its receptive field of 767 samples."""
    centre = sounding[..., HOPS_PER_FRAME // 2 :]
    return F.max_pool1d(centre, HOPS_PER_FRAME, HOPS_PER_FRAME)[:, 0, :frames]
