"""What the speech head answers to cached windows and to samples."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.pooled_frames import pool_layers
from undertone_model.stages.features.cache import Features
from undertone_model.training.device import moved

BATCH = 64


@dataclass
class Batch:
    """Cached windows: features [batch, layers, pooled_frames, 288], mask [batch, pooled_frames], speech [batch], 0 or 1."""

    features: Tensor
    mask: Tensor
    speech: Tensor


def read_batch(features: Features, rows: np.ndarray) -> Batch:
    """In rising order: a memory map is read forwards."""
    rows = np.sort(rows)
    return Batch(*(torch.from_numpy(part[rows]).float() for part in (features.features, features.mask, features.speech)))


@torch.no_grad()
def predict(head: AttentiveHead, features: Features) -> Tensor:
    """Logits [windows]."""
    head.eval()
    batches = (moved(read_batch(features, rows), head.mix.device) for rows in _parts(len(features.speech)))
    return torch.cat([head(batch.features, batch.mask)[:, 0].cpu() for batch in batches])


def _parts(size: int) -> Iterator[np.ndarray]:
    return (np.arange(start, min(start + BATCH, size)) for start in range(0, size, BATCH))


class Presence(nn.Module):
    """pcm [batch, 80000] to the probability of speech [batch], as the whole network gives it."""

    def __init__(self, front_end: FrontEnd, encoder: Encoder, head: AttentiveHead, temperature: float):
        super().__init__()
        self.front_end, self.encoder, self.head, self.temperature = front_end, encoder, head, temperature

    def forward(self, pcm: Tensor) -> Tensor:
        frames, mask = self.front_end(pcm)
        layers, mask = pool_layers(self.encoder(frames, mask), mask)
        return (self.head(layers, mask)[:, 0] / self.temperature).sigmoid() * mask.amax(1)
