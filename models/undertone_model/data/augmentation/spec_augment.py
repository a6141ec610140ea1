"""SpecAugment for learned features: stretches of frames and of channels set to zero."""

import torch

from undertone_model.config.base import SpecAugment


def mask(features: torch.Tensor, settings: SpecAugment) -> torch.Tensor:
    """Features [batch, time, channels] with other stretches hidden in each item."""
    masked = features.clone()
    for dimension, widest in ((1, settings.frames), (2, settings.channels)):
        size = features.shape[dimension]
        place = torch.arange(size, device=features.device)
        for _ in range(settings.stripes):
            width = torch.randint(0, min(widest, size) + 1, (len(features), 1), device=features.device)
            start = (torch.rand(len(features), 1, device=features.device) * (size - width + 1)).floor()
            hidden = (place >= start) & (place < start + width)
            masked.masked_fill_(hidden.unsqueeze(3 - dimension), 0.0)
    return masked
