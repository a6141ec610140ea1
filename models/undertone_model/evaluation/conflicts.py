"""Where voice and words say different things: which of them is followed."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from undertone_model.contract import LABELS
from undertone_model.evaluation.model import guesses
from undertone_model.evaluation.sets import CONFLICT, MOVED, WORDS, truth

NEUTRAL = LABELS.index("neutral")
_LANGUAGES = {"en": "English", "de": "German"}


def conflict_figures(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray]) -> list[dict]:
    """Lines: `what` is in conflict, `clips`, and the shares in which the system follows the `voice`, the `words`, or neither."""
    return [_line(*case) for case in _cases(sets, sentiment) if len(case[1])]


def _cases(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray]) -> Iterator[tuple]:
    """What it is, the guesses, and the labels of voice and words."""
    if MOVED in sets:
        rows, guess, voice = sets[MOVED], guesses(sentiment[MOVED]), truth(sets[MOVED])
        for code, language in _LANGUAGES.items():
            mine = (rows["language"] == code).to_numpy() & (voice != NEUTRAL)
            yield f"moved synthetic voices, one neutral {language} sentence", guess[mine], voice[mine], np.full(mine.sum(), NEUTRAL)
    if WORDS in sets:
        words = truth(sets[WORDS])
        clear = words != NEUTRAL
        yield "clear English words in a flat synthetic voice", guesses(sentiment[WORDS])[clear], np.full(clear.sum(), NEUTRAL), words[clear]
    if CONFLICT in sets:
        guess, voice, words = guesses(sentiment[CONFLICT]), truth(sets[CONFLICT]), truth(sets[CONFLICT], "text_label")
        cases = {
            "Korean voices that say something else than their words": voice != words,
            "of these, positive words in a negative voice (irony)": (voice == 0) & (words == 2),
        }
        for what, mine in cases.items():
            yield what, guess[mine], voice[mine], words[mine]


def _line(what: str, guess: np.ndarray, voice: np.ndarray, words: np.ndarray) -> dict:
    shares = {"voice": float((guess == voice).mean()), "words": float((guess == words).mean())}
    return {"what": what, "clips": len(guess)} | shares | {"neither": 1 - sum(shares.values())}
