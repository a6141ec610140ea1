"""SpecAugment for learned features: stretches of frames and of channels set to zero."""

import torch


def mask(features: torch.Tensor, frames: int = 12, channels: int = 24, stripes: int = 2) -> torch.Tensor:
    """`[batch, time, channel]` with, in each item, up to `stripes` masks of up to `frames` frames and as many of up
    to `channels` channels."""
    masked = features.clone()
    for dimension, widest in ((1, frames), (2, channels)):
        size = features.shape[dimension]
        place = torch.arange(size, device=features.device)
        for _ in range(stripes):
            width = torch.randint(0, min(widest, size) + 1, (len(features), 1), device=features.device)
            start = (torch.rand(len(features), 1, device=features.device) * (size - width + 1)).floor()
            hidden = (place >= start) & (place < start + width)
            masked.masked_fill_(hidden.unsqueeze(3 - dimension), 0.0)
    return masked
