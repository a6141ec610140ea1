"""Whether a gain can be shown: figures before and after, with intervals over speakers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import t as student

from undertone_model.contract import LABELS
from undertone_model.finetune.answers import guesses
from undertone_model.finetune.crossing import Crossed
from undertone_model.metrics import recall_mean

FEWEST_SPEAKERS = 4
FEWEST_OF_A_LABEL = 3
"""Speakers who have a label, below which its recall is the habit of one or two people."""
SURE = 0.975


class Verdict(StrEnum):
    GAIN = "gain"
    NOT_SHOWN = "not-shown"
    TOO_FEW = "too-few-speakers"
    LOSS = "loss"


@dataclass(frozen=True)
class Interval:
    """A value and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """UAR `before` and `after` on speakers who were held out, and the `gain`; recalls of the labels that occur, before and after."""

    before: Interval
    after: Interval
    gain: Interval
    recalls: dict[str, tuple[float, float]]


def figures(answers: Crossed) -> Figures:
    before, after, label = guesses(answers.before), guesses(answers.after), answers.label

    def of(metric: Callable[[np.ndarray], float]) -> Interval:
        return jackknifed(metric, answers.speaker)

    recalls = {
        name: tuple(float((guess[label == i] == i).mean()) for guess in (before, after))
        for i, name in enumerate(LABELS)
        if (label == i).any()
    }
    return Figures(
        of(lambda rows: recall_mean(label[rows], before[rows])),
        of(lambda rows: recall_mean(label[rows], after[rows])),
        of(lambda rows: recall_mean(label[rows], after[rows]) - recall_mean(label[rows], before[rows])),
        recalls,
    )


def jackknifed(metric: Callable[[np.ndarray], float], speaker: np.ndarray) -> Interval:
    """A metric of the rows of a mask [clips], and what it may be for other speakers: each is left out in turn, for clips of one speaker are not
    independent. Student's t makes the interval of few speakers as wide as it has to be; two say next to nothing."""
    names = np.unique(speaker)
    value = metric(np.ones(len(speaker), bool))
    each = np.array([metric(speaker != name) for name in names])
    error = np.sqrt((len(names) - 1) * np.square(each - each.mean()).mean())
    reach = float(student.ppf(SURE, len(names) - 1) * error)
    return Interval(value, max(value - reach, -1.0), min(value + reach, 1.0))


def judged(answers: Crossed, found: Figures) -> tuple[Verdict, str]:
    """And why, in a sentence or two."""
    speakers = len(np.unique(answers.speaker))
    rare = [name for i, name in enumerate(LABELS) if 0 < len(np.unique(answers.speaker[answers.label == i])) < FEWEST_OF_A_LABEL]
    gain = f"{100 * found.gain.value:+.1f} points [{100 * found.gain.low:+.1f}, {100 * found.gain.high:+.1f}]"
    if speakers < FEWEST_SPEAKERS:
        return (
            Verdict.TOO_FEW,
            f"{speakers} speakers are too few to show a gain ({gain}). At least {FEWEST_SPEAKERS} are needed, eight are better.",
        )
    if rare:
        needed = f"at least {FEWEST_OF_A_LABEL} speakers are needed of each label"
        return Verdict.TOO_FEW, f"Too few speakers have clips that are {' or '.join(rare)}: {needed} to show a gain ({gain})."
    if found.gain.low > 0:
        return Verdict.GAIN, f"Speakers who were held out are judged better: {gain}."
    if found.gain.high < 0:
        return (
            Verdict.LOSS,
            f"Speakers who were held out are judged worse: {gain}. Are the labels those of the voice, and the speakers right?",
        )
    return Verdict.NOT_SHOWN, f"No gain can be shown on speakers who were held out: {gain}. More speakers make the interval narrower."
