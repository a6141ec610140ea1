"""Figures of merit, each with a bootstrap confidence interval."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from undertone_model.contract import LABELS

NO_LABEL = len(LABELS)
"""The guess of whoever says nothing; it is always wrong."""
_RESAMPLES = 1000


@dataclass(frozen=True)
class Figure:
    """A value with the 2.5 and 97.5 percentiles of its bootstrap distribution over clips; `size` is their number."""

    value: float
    low: float
    high: float
    size: int


def confusion(truth: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Counts `[3, 4]`, a row for each true class; in the last column no label was given."""
    columns = len(LABELS) + 1
    return np.bincount(truth * columns + guess, minlength=len(LABELS) * columns).reshape(len(LABELS), columns)


def recall_mean(truth: np.ndarray, guess: np.ndarray) -> float:
    """Unweighted average recall over the classes that occur."""
    counts = confusion(truth, guess)
    totals = counts.sum(1)
    return float((np.diag(counts)[totals > 0] / totals[totals > 0]).mean())


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    """Mean F1 over the classes that occur."""
    counts = confusion(truth, guess)
    present = counts.sum(1) > 0
    f1 = 2 * np.diag(counts) / np.maximum(counts.sum(0)[:NO_LABEL] + counts.sum(1), 1)
    return float(f1[present].mean())


def area_under_curve(truth: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve: the chance that a positive scores above a negative, ties counting half."""
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[place]
    positives = int(truth.sum())
    return float((rank[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives)))


def calibration_error(truth: np.ndarray, probabilities: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the likeliest class, bins of equal width."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(place, right - confidence, bins)
    return float(np.abs(gaps).sum() / len(truth))


def figure(metric: Callable[..., float], *columns: np.ndarray, resamples: int = _RESAMPLES) -> Figure:
    """A metric over clips. Resamples on which it is not defined (a class missing) are left out."""
    rng = np.random.default_rng(0)
    size = len(columns[0])
    draws = []
    for _ in range(resamples):
        chosen = rng.integers(0, size, size)
        with np.errstate(invalid="ignore", divide="ignore"):
            draws.append(_or_nan(metric, [column[chosen] for column in columns]))
    low, high = np.nanpercentile(draws, (2.5, 97.5))
    return Figure(metric(*columns), float(low), float(high), size)


def _or_nan(metric: Callable[..., float], columns: list[np.ndarray]) -> float:
    try:
        return metric(*columns)
    except ZeroDivisionError:
        return float("nan")
