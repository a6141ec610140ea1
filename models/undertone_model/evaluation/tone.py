"""Words and tone: figures by test set, for any classifier of clips."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from undertone_model.evaluation.model import guesses
from undertone_model.evaluation.sets import DIALOGUE, MOVED, REAL_WORDS, UNSEEN, truth
from undertone_model.metrics import NO_LABEL, calibration_error, confusion, figure, macro_f1, recall_mean

ALL = "all together"
STRANGE = "corpora unseen by both builds, together"
# A group of fewer clips says nothing.
_SMALLEST_GROUP = 30


def set_figures(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray]) -> dict:
    """UAR, macro-F1, confusion and the share without a label of each test set, of the corpora that no build trains on together and of all
    with human labels together, from probabilities `[rows, 3]` by set. A clip without a label is a wrong guess; the calibration error is
    of the clips that have one."""
    report = {name: _figures(truth(rows), sentiment[name]) for name, rows in sets.items()}
    strange = [name for name in sets if name in UNSEEN]
    if strange:
        report[STRANGE] = _figures(*_together(sets, sentiment, strange))
    together = _together(sets, sentiment, human(sets))
    report[ALL] = _figures(*together) | {"ece": calibration(*together)}
    return report


def human(sets: dict[str, pd.DataFrame]) -> list[str]:
    """The sets whose labels are a person's and of what can be heard: people judged the dialogue as played, and its words are all that is left of it;
    what a synthetic voice was told to play, nobody judged."""
    return [name for name in sets if name not in (REAL_WORDS, DIALOGUE, MOVED)]


def _together(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Labels and probabilities of several sets."""
    return np.concatenate([truth(sets[name]) for name in names]), np.concatenate([sentiment[name] for name in names])


def _figures(labels: np.ndarray, sentiment: np.ndarray) -> dict:
    guess = guesses(sentiment)
    return {
        "no_label": float((guess == NO_LABEL).mean()),
        "uar": asdict(figure(recall_mean, labels, guess)),
        "macro_f1": asdict(figure(macro_f1, labels, guess)),
        "confusion": confusion(labels, guess).tolist(),
    }


def calibration(labels: np.ndarray, sentiment: np.ndarray) -> float:
    """Of the clips that have a label."""
    labelled = guesses(sentiment) != NO_LABEL
    return calibration_error(labels[labelled], sentiment[labelled])


def group_figures(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray]) -> dict:
    """Within each set and within all with human labels, UAR by gender, age band, accent and language of the speakers, and the gap
    between the best and the worst group."""
    report = {}
    sets, sentiment = dict(sets), dict(sentiment)
    names = human(sets)
    sets[ALL], sentiment[ALL] = pd.concat([sets[name] for name in names], ignore_index=True), _together(sets, sentiment, names)[1]
    for name, rows in sets.items():
        for attribute in ("gender", "age_band", "accent", "language"):
            groups = rows.assign(age_band=rows["age"].map(age_band)).groupby(attribute).indices
            groups = {group: index for group, index in groups.items() if group and len(index) >= _SMALLEST_GROUP}
            if len(groups) < 2:
                continue
            figures = {
                group: asdict(figure(recall_mean, truth(rows)[index], guesses(sentiment[name][index]))) for group, index in groups.items()
            }
            values = [entry["value"] for entry in figures.values()]
            report[f"{name}, {attribute.replace('_', ' ')}"] = {"groups": figures, "gap": max(values) - min(values)}
    return report


def age_band(age: str) -> str:
    """Common Voice names decades; other corpora give years."""
    if age.isdigit():
        return f"{int(age) // 10 * 10}s"
    return age
