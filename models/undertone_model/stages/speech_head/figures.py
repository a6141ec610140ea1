"""The figures of a speech head on the windows that chose it: honest about being validation, never test."""

from collections.abc import Callable

import numpy as np

from undertone_model.metrics import area_under_curve, figure

DATA = "validation windows of all kinds, augmented"


def validation_figures(truth: np.ndarray, probabilities: np.ndarray, threshold: float, command: str) -> list[dict]:
    """For the manifest: metric, value, ci (95 % bootstrap over windows), data, n, command. `truth` 0 or 1 and probabilities [windows]."""

    def entry(metric: str, measure: Callable, column: np.ndarray) -> dict:
        result = figure(measure, truth, column)
        ci = [round(result.low, 3), round(result.high, 3)]
        return {"metric": metric, "value": round(result.value, 3), "ci": ci, "data": DATA, "n": result.size, "command": command}

    return [
        entry("speech presence AUC", area_under_curve, probabilities),
        entry("speech presence error rate at the threshold", _error_rate, (probabilities >= threshold).astype(int)),
    ]


def _error_rate(truth: np.ndarray, guess: np.ndarray) -> float:
    return float((truth != guess).mean())
