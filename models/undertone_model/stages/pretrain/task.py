"""Stage 0: mask spans of the waveform, predict their codes through front end and encoder."""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from undertone_model.config.stages import Pretrain
from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.pretrain.targets import FRAME, RandomQuantizer
from undertone_model.training.task import Task


class PretrainTask(Task):
    """Batches are pcm [batch, samples]."""

    def __init__(
        self,
        front_end: FrontEnd,
        encoder: Encoder,
        batches: Callable[[int], Iterator[Tensor]],
        settings: Pretrain,
        seed: int,
        device: torch.device,
    ):
        self._settings, self._stream = settings, batches
        self.front_end, self.encoder = front_end.to(device), encoder.to(device)
        self._quantizer = RandomQuantizer(settings.codes, settings.code_width, seed).to(device)
        self._predict = nn.Linear(WIDTH, settings.codes).to(device)
        self.modules = {"front_end": self.front_end, "encoder": self.encoder, "predict": self._predict}
        self.weights, self.steps = {"loss": 1.0}, settings.steps
        self.learned = [weight for module in self.modules.values() for weight in module.parameters()]
        self.optimiser = torch.optim.AdamW(self.learned, settings.learning_rate, betas=settings.betas, weight_decay=settings.weight_decay)
        self.schedule = LambdaLR(self.optimiser, lambda step: min((step + 1) / settings.warm_up, 1.0))

    def batches(self, start: int) -> Iterator[Tensor]:
        return self._stream(start)

    def losses(self, batch: Tensor) -> dict[str, Tensor]:
        """Over the hidden frames; the accuracy is only logged."""
        codes = self._quantizer(batch)
        hidden = hidden_frames(*codes.shape, self._settings.masked_share, self._settings.span_frames).to(batch.device)
        encoder_frames, sounding = self.front_end(hide_samples(batch, hidden, self._settings.noise))
        logits = self._predict(self.encoder(encoder_frames, sounding)[-1])[hidden]
        accuracy = (logits.argmax(1) == codes[hidden]).float().mean()
        return {"loss": F.cross_entropy(logits, codes[hidden]), "accuracy": accuracy}


def hidden_frames(batch: int, frames: int, share: float, span: int) -> Tensor:
    """Which frames [batch, frames] are hidden: spans that cover about `share` of them, at least one span in each clip."""
    starts = torch.rand(batch, frames) < share / span
    starts[torch.arange(batch), torch.randint(frames, (batch,))] = True
    spread = F.max_pool1d(F.pad(starts.float(), (span - 1, 0)).unsqueeze(1), span, 1)
    return spread.squeeze(1) > 0


def hide_samples(pcm: Tensor, hidden: Tensor, noise: float) -> Tensor:
    """Faint noise instead of the samples of the hidden frames; zeros would count as padding."""
    samples = hidden.repeat_interleave(FRAME, dim=1)
    samples = F.pad(samples, (0, pcm.shape[1] - samples.shape[1]))
    return torch.where(samples, noise * torch.randn_like(pcm), pcm)
