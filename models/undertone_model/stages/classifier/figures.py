"""The figures of a trained network on the windows that chose it: honest about being validation, never test."""

from collections.abc import Callable

import numpy as np

from undertone_model.metrics import area_under_curve, calibration_error, figure, macro_f1, recall_mean
from undertone_model.network.undertone import Undertone
from undertone_model.stages.classifier.prediction import LABELLED_KINDS, predict
from undertone_model.stages.features.cache import Features
from undertone_model.stages.features.windows import KINDS

DATA = {
    "tone": "validation windows, augmented: acted tone, held-out speakers",
    "call": "validation windows, augmented: acted tone, held-out speakers, in calls of one speaker, adapted as each goes on",
    "words": "validation windows, augmented: synthetic speech, unseen voice and sentences, human labels",
    "text": "validation windows, augmented: held-out Common Voice, confident text pseudo-labels",
}
ALL = "validation windows of all kinds, augmented"


def validation_figures(network: Undertone, check: Features, threshold: float, command: str) -> list[dict]:
    """The manifest's figures: metric, value, ci (95 % bootstrap over windows), data, n, command."""
    sentiment, confidence, speech = predict(network.classifier, check)
    probabilities = network.probabilities(sentiment, confidence).numpy()
    voiced = (speech / network.speech_temperature).sigmoid().numpy()
    labels, truth, kinds = (check.facts[field].astype(int) for field in ("label", "speech", "kind"))
    guesses, called = probabilities.argmax(1), (voiced >= threshold).astype(int)
    known = labels >= 0

    def entry(metric: str, measure: Callable, data: str, *columns: np.ndarray) -> dict:
        result = figure(measure, *columns)
        ci = [round(result.low, 3), round(result.high, 3)]
        return {"metric": metric, "value": round(result.value, 3), "ci": ci, "data": data, "n": result.size, "command": command}

    figures = []
    for kind in LABELLED_KINDS:
        rows = known & (kinds == KINDS.index(kind))
        if rows.any():
            figures.append(entry("macro-F1", macro_f1, DATA[kind], labels[rows], guesses[rows]))
            figures.append(entry("UAR", recall_mean, DATA[kind], labels[rows], guesses[rows]))
    figures.append(entry("expected calibration error", calibration_error, ALL, labels[known], probabilities[known]))
    figures.append(entry("speech presence AUC", area_under_curve, ALL, truth, voiced))
    figures.append(entry("speech presence error rate at the threshold", _error_rate, ALL, truth, called))
    return figures


def _error_rate(truth: np.ndarray, guess: np.ndarray) -> float:
    return float((truth != guess).mean())
