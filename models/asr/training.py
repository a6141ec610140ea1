"""One training run of stage 1: model, optimiser, checkpoints."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from asr.examples import Batch
from asr.losses import label_loss, meaning_loss, word_loss
from asr.meaning import WIDTH as MEANING_WIDTH
from augmentation.masking import mask
from network.encoder import WIDTH
from network.recogniser import Recogniser

LEARNING_RATE = 1e-4
WARM_UP = 50
WEIGHTS = {"label": 1.0, "words": 1.0, "meaning": 2.0}


class Training(nn.Module):
    """`step(batch)` updates encoder and decoder; front end and token embedding are fixed."""

    def __init__(self, recogniser: Recogniser, steps: int):
        super().__init__()
        self.recogniser = recogniser
        self.to_meaning = nn.Linear(WIDTH, MEANING_WIDTH)
        recogniser.front_end.requires_grad_(False)
        recogniser.decoder.embed_tokens.requires_grad_(False)
        learned = [parameter for parameter in self.parameters() if parameter.requires_grad]
        self.optimiser = torch.optim.AdamW(learned, LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01)
        self.schedule = LambdaLR(self.optimiser, lambda step: min((step + 1) / WARM_UP, 1 - 0.95 * min(step / steps, 1)))

    def step(self, batch: Batch) -> dict[str, float]:
        losses = self.losses(batch)
        total = sum(WEIGHTS[name] * loss for name, loss in losses.items())
        self.optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return {name: loss.item() for name, loss in losses.items()}

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            frames, sounding = self.recogniser.front_end(batch.pcm)
        encoded = self.recogniser.encoder(mask(frames), sounding)[-1]
        logits = self.recogniser.decode(batch.tokens, encoded, sounding)
        pooled = (encoded * sounding.unsqueeze(2)).sum(1) / sounding.sum(1, keepdim=True).clamp(min=1)
        return {
            "label": label_loss(logits, batch.targets),
            "words": word_loss(logits, batch.targets),
            "meaning": meaning_loss(self.to_meaning(pooled), batch.meaning),
        }

    def save(self, file: Path, step: int) -> None:
        """Written beside and renamed, so that an interruption leaves the checkpoint before."""
        partial = file.with_suffix(".partial")
        torch.save(
            {
                "step": step,
                "model": self.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "schedule": self.schedule.state_dict(),
            },
            partial,
        )
        partial.replace(file)

    def resume(self, file: Path) -> int:
        """The number of steps done so far; 0 without a checkpoint."""
        if not file.exists():
            return 0
        checkpoint = torch.load(file)
        self.load_state_dict(checkpoint["model"])
        self.optimiser.load_state_dict(checkpoint["optimiser"])
        self.schedule.load_state_dict(checkpoint["schedule"])
        return checkpoint["step"]
