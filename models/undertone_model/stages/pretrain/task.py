"""One training run of stage 0: mask spans of the waveform, predict their codes through front end and encoder."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.pretrain.targets import CODES, FRAME, RandomQuantizer

LEARNING_RATE = 5e-5
WARM_UP = 50
SPAN_FRAMES = 12
MASKED_SHARE = 0.4
NOISE = 1e-3


class Training(nn.Module):
    def __init__(self, front_end: FrontEnd, encoder: Encoder):
        super().__init__()
        self.front_end, self.encoder = front_end, encoder
        self.quantizer = RandomQuantizer()
        self.predict = nn.Linear(WIDTH, CODES)
        self.optimiser = torch.optim.AdamW(self.parameters(), LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, lambda step: min((step + 1) / WARM_UP, 1.0))

    def step(self, pcm: Tensor) -> tuple[float, float]:
        """One update from pcm [batch, samples]; returns loss and accuracy over the masked frames."""
        codes = self.quantizer(pcm)
        hidden = masked_frames(*codes.shape)
        frames, sounding = self.front_end(mask_samples(pcm, hidden))
        logits = self.predict(self.encoder(frames, sounding)[-1])[hidden]
        loss = F.cross_entropy(logits, codes[hidden])
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return loss.item(), (logits.argmax(1) == codes[hidden]).float().mean().item()

    @property
    def parts(self) -> dict:
        return {"model": self, "optimiser": self.optimiser, "schedule": self.schedule}


def masked_frames(batch: int, frames: int) -> Tensor:
    """Which frames [batch, frames] are hidden: spans that cover about MASKED_SHARE of them, at least one span in each clip."""
    starts = torch.rand(batch, frames) < MASKED_SHARE / SPAN_FRAMES
    starts[torch.arange(batch), torch.randint(frames, (batch,))] = True
    spread = F.max_pool1d(F.pad(starts.float(), (SPAN_FRAMES - 1, 0)).unsqueeze(1), SPAN_FRAMES, 1)
    return spread.squeeze(1) > 0


def mask_samples(pcm: Tensor, hidden: Tensor) -> Tensor:
    """Faint noise instead of the samples of the hidden frames; zeros would count as padding."""
    samples = hidden.repeat_interleave(FRAME, dim=1)
    samples = F.pad(samples, (0, pcm.shape[1] - samples.shape[1]))
    return torch.where(samples, NOISE * torch.randn_like(pcm), pcm)
