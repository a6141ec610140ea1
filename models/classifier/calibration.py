"""Make the probabilities mean what they say: one temperature for each output, and the threshold of speech."""

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import roc_curve
from torch import Tensor

FEWEST = 50
"""Windows of a kind from which a temperature can be told."""


def sentiment_temperature(logits: Tensor, labels: Tensor, kinds: Tensor) -> float:
    """logits [windows, 3], labels and kinds [windows], of labelled windows. That of the kind which needs the highest one: a stranger's
    voice is like what is judged worst, not like the few actors that are known well."""
    of_kind = [kinds == kind for kind in kinds.unique() if (kinds == kind).sum() >= FEWEST]
    parts = of_kind or [torch.ones_like(kinds, dtype=torch.bool)]
    return max(_fit(lambda scale: F.cross_entropy(logits[rows] * scale, labels[rows])) for rows in parts)


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
