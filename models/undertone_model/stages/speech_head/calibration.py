"""Make the probability of speech mean what it says, and choose the threshold from which a window counts as speech."""

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import roc_curve
from torch import Tensor


def speech_temperature(logits: Tensor, speech: Tensor) -> float:
    """logits and speech (0 or 1) [windows]."""
    log_scale = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([log_scale], max_iter=50)

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(logits * log_scale.exp(), speech.float())
        loss.backward()
        return loss

    optimiser.step(closure)
    return (-log_scale).exp().item()


def speech_threshold(scores: np.ndarray, speech: np.ndarray, false_alarms: float) -> float:
    """The lowest score that lets no more than a share of `false_alarms` pass; infinite where even the highest one lets more. A tone where
    nobody speaks is worse than a second of noisy speech unheard."""
    alarms, _, thresholds = roc_curve(speech, scores, drop_intermediate=False)
    return float(thresholds[alarms <= false_alarms].min())
