"""Is what a badge shows steady? Windows of real talk, shifted by half a second; neutral talk that gets another label; sounds without words; and women
and men who say the same."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pandas as pd

from undertone_model.contract import HOP_SAMPLES, LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.evaluation.model import Model, guesses
from undertone_model.evaluation.sdk.energy import activity
from undertone_model.evaluation.sdk.estimates import MIN_SPEECH_SECONDS
from undertone_model.evaluation.sdk.recording import ToneEvent
from undertone_model.evaluation.sets import REAL_WORDS
from undertone_model.metrics import NO_LABEL, figure

STRONG = 0.6
"""A label of more than that is shown as sure."""
SHIFT = SAMPLE_RATE // 2
NEUTRAL, POSITIVE = LABELS.index("neutral"), LABELS.index("positive")
TALK = {REAL_WORDS: "read sentences", "librispeech_part": "read books", "ami_pyannote": "meetings", "aws_lca": "a call"}
"""Real talk of people who play nothing, and what each is."""


def steady_figures(table: pd.DataFrame, split: str, model: Model, most: int | None = None) -> dict:
    """How labels of real talk change, by kind of talk and for all; at most `most` recordings of a kind."""
    mine = table[(table["split"] == split) & (table["samples"] >= WINDOW_SAMPLES + HOP_SAMPLES)]
    kinds = {what: mine[mine["corpus"] == corpus] for corpus, what in TALK.items()}
    streams = {
        what: [(model.events(pcm := read_clip(row)), model.events(pcm[SHIFT:])) for row in rows.head(most or len(rows)).itertuples()]
        for what, rows in kinds.items()
        if len(rows)
    }
    together = [pair for pairs in streams.values() for pair in pairs]
    return {what: change_figures(pairs) for what, pairs in ({"all": together} | streams).items()} if together else {}


def change_figures(streams: Sequence[tuple[list[ToneEvent], list[ToneEvent]]]) -> dict:
    """Of streams, and of the same begun half a second later: share of labels that differ (`shifted`) and changes from one event to the next, by
    minute; of the `window` and of the last 30 s (`recent`)."""
    report = {"recordings": len(streams)}
    for estimate in ("window", "recent"):
        changed = np.array([pair for one, later in streams for pair in _pairs(one, later, estimate)], bool)
        flips, seconds = np.sum([_flips(one, estimate) for one, _ in streams], axis=0)
        report[estimate] = {
            "shifted": asdict(figure(np.mean, changed)) if len(changed) else None,
            "flips_a_minute": float(60 * flips / seconds) if seconds else None,
        }
    return report


def _pairs(one: list[ToneEvent], later: list[ToneEvent], estimate: str) -> Iterable[bool]:
    """Whether the labels differ of two full windows, of which one ends half a second after the other."""
    ends = {event.window.end + SHIFT / SAMPLE_RATE: event for event in later}
    for event in one:
        other = ends.get(event.window.end + SHIFT / SAMPLE_RATE)
        if other and event.window.end >= WINDOW_SAMPLES / SAMPLE_RATE:
            labels = [getattr(each, estimate).label for each in (event, other)]
            if None not in labels:
                yield labels[0] != labels[1]


def _flips(events: list[ToneEvent], estimate: str) -> tuple[int, float]:
    """Changes between events that follow each other and both have a label, and the seconds between them."""
    changes, seconds = 0, 0.0
    for before, after in pairwise(events):
        labels = [getattr(event, estimate).label for event in (before, after)]
        if None not in labels:
            changes, seconds = changes + (labels[0] != labels[1]), seconds + after.window.end - before.window.end
    return changes, seconds


def plain_figures(rows: pd.DataFrame, scores: np.ndarray) -> dict:
    """Of `rows` whose words are neutral, the share that gets another label, and one above STRONG; clips without a label get none. Empty where no
    words are neutral."""
    neutral = (rows["label"] == "neutral").to_numpy()
    if not neutral.any():
        return {}
    other, strong = _other(scores)
    return {"other": asdict(figure(np.mean, other[neutral])), "strong": asdict(figure(np.mean, strong[neutral]))}


def wordless_figures(facts: pd.DataFrame, windows: np.ndarray, sentiment: np.ndarray, speech: np.ndarray, threshold: float) -> dict:
    """Of windows without words (`presence.speech_windows`), by what they hold: how many, the share that gets a label, and a strong one."""
    active = np.array([activity(window, 0)[0] for window in windows]) / SAMPLE_RATE
    shown = (speech >= threshold) & (active >= MIN_SPEECH_SECONDS)
    _, strong = _other(sentiment)
    kinds = {"sounds of a voice": facts["truth"] == -1, "noise and music": facts["truth"] == 0}
    return {
        what: {"windows": int(mine.sum()), "label": float(shown[mine].mean()), "strong": float((shown & strong)[mine].mean())}
        for what, mine in kinds.items()
        if mine.any()
    }


def _other(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether each has a label that is not neutral, and a strong one."""
    guess = guesses(scores)
    other = (guess != NEUTRAL) & (guess != NO_LABEL)
    return other, other & (np.nan_to_num(scores).max(1) > STRONG)


def gender_figures(rows: pd.DataFrame, scores: np.ndarray) -> dict | None:
    """The share of positive among women less that among men, of people who read sentences: as they come, and at equal words. These are the same
    sentences, and sentences to whose words the text labeller gives the same label or none. None without both."""
    known = rows["gender"].isin(["female", "male"]).to_numpy()
    women, positive = (rows["gender"] == "female").to_numpy()[known], (guesses(scores) == POSITIVE)[known]
    if women.all() or not women.any():
        return None
    report = {"women": int(women.sum()), "men": int((~women).sum())}
    strata = {"as they come": np.zeros(len(women), int)}
    strata |= {
        what: pd.factorize(rows[column][known])[0] for what, column in (("same label of the words", "label"), ("same words", "transcript"))
    }
    for what, stratum in strata.items():
        both = np.isin(stratum, np.intersect1d(stratum[women], stratum[~women]))
        if both.any():
            report[what] = asdict(figure(gap, positive[both], women[both], stratum[both])) | {"women": int((women & both).sum())}
    return report


def gap(value: np.ndarray, women: np.ndarray, stratum: np.ndarray) -> float:
    """The mean of women less that of men in each stratum that has both, each stratum by its number of women."""
    count = int(stratum.max()) + 1
    sizes = [np.bincount(stratum[mine], minlength=count) for mine in (women, ~women)]
    sums = [np.bincount(stratum[mine], value[mine], count) for mine in (women, ~women)]
    both = (sizes[0] > 0) & (sizes[1] > 0)
    if not both.any():
        return float("nan")
    differences = sums[0][both] / sizes[0][both] - sums[1][both] / sizes[1][both]
    return float(np.average(differences, weights=sizes[0][both]))
