"""Make the probabilities mean what they say: temperatures of voices, words and speech presence, and the threshold of speech."""

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import brentq
from sklearn.metrics import roc_curve
from torch import Tensor

from undertone_model.network.undertone import tempered

LISTENER = 0.554
"""How often one person who hears acted English is right about the intended of three classes (UAR of CREMA-D's listeners, audio only; Cao et al., 2014)."""
LOWEST, HIGHEST = 0.05, 50.0


def voice_temperature(logits: Tensor, labels: Tensor) -> float:
    """logits [windows, 3] and labels [windows] of voices. As high as fits them, and high enough that they are judged no surer on average than one
    listener is right: validation has only corpora of which other speakers were heard, and strangers are judged worse."""
    fitting = _fit(lambda scale: F.cross_entropy(logits * scale, labels))

    def too_sure(temperature: float) -> float:
        return (logits / temperature).softmax(1).amax(1).mean().item() - LISTENER

    return max(fitting, brentq(too_sure, LOWEST, HIGHEST)) if too_sure(LOWEST) > 0 > too_sure(HIGHEST) else fitting


def words_temperature(logits: Tensor, trust: Tensor, labels: Tensor, voice: float) -> float:
    """logits [windows, 3], trust [windows, 1] and labels [windows] of windows judged by their words; what was not understood of them has the
    temperature `voice`."""
    return _fit(lambda scale: F.cross_entropy(tempered(logits, trust, 1 / scale, voice), labels))


def speech_temperature(logits: Tensor, speech: Tensor) -> float:
    """logits and speech (0 or 1) [windows]."""
    return _fit(lambda scale: F.binary_cross_entropy_with_logits(logits * scale, speech.float()))


FALSE_ALARMS = 0.01
"""Share of windows without speech that may pass: a tone where nobody speaks is worse than a second of noisy speech unheard."""


def speech_threshold(scores: np.ndarray, speech: np.ndarray) -> float:
    """The lowest score that lets no more than FALSE_ALARMS pass; infinite where even the highest one lets more."""
    false_alarms, _, thresholds = roc_curve(speech, scores, drop_intermediate=False)
    return float(thresholds[false_alarms <= FALSE_ALARMS].min())


def _fit(loss) -> float:
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
