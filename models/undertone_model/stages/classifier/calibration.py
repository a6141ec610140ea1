"""Make the probabilities mean what they say: acoustic, lexical and speech temperatures, and the threshold of speech."""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import brentq
from sklearn.metrics import roc_curve
from torch import Tensor

from undertone_model.config.stages import Calibration
from undertone_model.network.undertone import tempered


def acoustic_temperature(logits: Tensor, labels: Tensor, settings: Calibration) -> float:
    """logits [windows, 3] and labels [windows] of voices. As high as fits them, and high enough that they are judged no surer on average
    than one listener is right: validation has only corpora of which other speakers were heard, and strangers are judged worse."""
    fitting = _fit(lambda scale: F.cross_entropy(logits * scale, labels))
    lowest, highest = settings.temperatures

    def too_sure(temperature: float) -> float:
        return (logits / temperature).softmax(1).amax(1).mean().item() - settings.listener

    return max(fitting, brentq(too_sure, lowest, highest)) if too_sure(lowest) > 0 > too_sure(highest) else fitting


def lexical_temperature(logits: Tensor, confidence: Tensor, labels: Tensor, acoustic: float) -> float:
    """logits [windows, 3], confidence [windows, 1] and labels [windows] of windows judged by their words; what was not understood of them
    has the temperature `acoustic`."""
    return _fit(lambda scale: F.cross_entropy(tempered(logits, confidence, 1 / scale, acoustic), labels))


def speech_temperature(logits: Tensor, speech: Tensor) -> float:
    """logits and speech (0 or 1) [windows]."""
    return _fit(lambda scale: F.binary_cross_entropy_with_logits(logits * scale, speech.float()))


def speech_threshold(scores: np.ndarray, speech: np.ndarray, false_alarms: float) -> float:
    """The lowest score that lets no more than a share of `false_alarms` pass; infinite where even the highest one lets more. A tone where
    nobody speaks is worse than a second of noisy speech unheard."""
    alarms, _, thresholds = roc_curve(speech, scores, drop_intermediate=False)
    return float(thresholds[alarms <= false_alarms].min())


def _fit(loss: Callable[[Tensor], Tensor]) -> float:
    """The temperature 1 / scale that minimises `loss(scale)`."""
    log_scale = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([log_scale], max_iter=50)

    def closure() -> Tensor:
        optimiser.zero_grad()
        value = loss(log_scale.exp())
        value.backward()
        return value

    optimiser.step(closure)
    return (-log_scale).exp().item()
