"""How voice and words come out together, on each kind of example."""

from collections.abc import Iterator

import numpy as np

from undertone_model.contract import LABELS
from undertone_model.metrics import calibration_error, recall_mean
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import Examples
from undertone_model.stages.fusion.fit import logits

STRONG = 0.6
NEUTRAL = LABELS.index("neutral")


def figures(kind: str, fusion: Fusion, examples: Examples) -> Iterator[dict]:
    """By corpus: UAR, accuracy, recalls, expected calibration error, and how much of what is neutral gets another label, and one above
    STRONG."""
    probabilities = logits(fusion, examples).softmax(1).numpy()
    labels = examples.label.numpy()
    for corpus in np.unique(examples.corpus):
        mine = examples.corpus == corpus
        yield {"kind": kind, "corpus": str(corpus)} | _of(probabilities[mine], labels[mine])


def _of(probabilities: np.ndarray, labels: np.ndarray) -> dict:
    guess = probabilities.argmax(1)
    values = {"UAR": recall_mean(labels, guess), "accuracy": (guess == labels).mean()}
    values |= {name: (guess[labels == i] == i).mean() for i, name in enumerate(LABELS) if (labels == i).any()}
    values |= {"calibration error": calibration_error(labels, probabilities)}
    neutral = labels == NEUTRAL
    if neutral.any():
        other = guess[neutral] != NEUTRAL
        values |= {"neutral as other": other.mean(), "strongly": (other & (probabilities[neutral].max(1) > STRONG)).mean()}
    return {"examples": len(labels)} | {name: round(float(value), 3) for name, value in values.items()}
