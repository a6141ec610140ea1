"""What a fine-tuned model says of speakers it has not learned from, beside what the base says of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from undertone_model.finetune.answers import Streams, alone, as_calls, clip_scores
from undertone_model.finetune.base import Judge
from undertone_model.finetune.learning import folds
from undertone_model.finetune.listening import Windows

MOST_FOLDS = 8
SEED = 1
WAYS: dict[str, Callable[[Windows], Streams]] = {
    "call": lambda windows: as_calls(windows, np.random.default_rng(SEED)),
    "alone": alone,
}
"""How clips are heard: all of a speaker's as one call, or each as a recording of its own."""


@dataclass(frozen=True)
class Crossed:
    """Scores of the clips [clips, 3] `before` and `after`, no numbers where a clip has no label, each with the true `label` [clips] and the `speaker`
    [clips]; `clip` [clips] are their numbers."""

    before: np.ndarray
    after: np.ndarray
    label: np.ndarray
    speaker: np.ndarray
    clip: np.ndarray


def crossed(base: Judge, learn: Callable[[Windows], Judge], windows: Windows, threshold: float) -> dict[str, Crossed]:
    """By way of hearing. Every clip is judged once after, by what `learn` made of other speakers."""
    first = windows.clips
    facts = windows.label[first], windows.speaker[first], windows.clip[first]
    before = {way: clip_scores(base, windows, streams(windows), threshold) for way, streams in WAYS.items()}
    after = {way: np.full_like(scores, np.nan) for way, scores in before.items()}
    for held_out in tqdm(folds(windows.speaker, MOST_FOLDS), "holding out speakers", mininterval=5, leave=False):
        judge, strangers = learn(windows[~held_out]), windows[held_out]
        for way, streams in WAYS.items():
            after[way][held_out[first]] = clip_scores(judge, strangers, streams(strangers), threshold)
    return {way: Crossed(before[way], after[way], *facts) for way in WAYS}
