"""What adaptation to the speaker is worth: calls of one speaker, classified with the stream's state and without it."""

from dataclasses import asdict

import numpy as np
import pandas as pd
from torch.utils.data import default_collate

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.evaluation.calls import CallWindows
from undertone_model.evaluation.model import Model
from undertone_model.evaluation.sdk.stream import WindowResult, followed
from undertone_model.evaluation.sdk.windows import filled_up
from undertone_model.evaluation.sets import TONE, UNSEEN
from undertone_model.evaluation.tone import ALL, STRANGE
from undertone_model.metrics import NO_LABEL, figure, recall_mean

_CALLS = 24
LENGTH = 8
FEWEST_CLIPS = 6
"""Windows of a call, and of a speaker: the test is the same whatever a run was trained on."""


def adaptation_figures(sets: dict[str, pd.DataFrame], model: Model, most: int | None = None) -> dict:
    """By corpus, for those that no build trains on together, and for all: UAR on the later half of each call's windows, `without` and `with`
    adaptation, on the same windows. At most `most` calls of a corpus."""
    answers, calls = {}, min(most or _CALLS, _CALLS)
    for name in TONE:
        windows = CallWindows(sets[name], _as_it_is, calls, LENGTH, FEWEST_CLIPS) if name in sets else ()
        if len(windows):
            answers[name] = _later_half(model, windows)
    groups = {STRANGE: [name for name in answers if name in UNSEEN], ALL: list(answers)}
    answers |= {
        group: tuple(np.concatenate(parts) for parts in zip(*(answers[name] for name in names))) for group, names in groups.items() if names
    }
    return {
        name: {
            "without": asdict(figure(recall_mean, labels, alone)),
            "with": asdict(figure(recall_mean, labels, adapted)),
        }
        for name, (labels, alone, adapted) in answers.items()
    }


def _as_it_is(row) -> np.ndarray:
    return filled_up(read_clip(row)[:WINDOW_SAMPLES])


def _later_half(model: Model, windows: CallWindows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, and the guesses without and with adaptation, of the later half of all calls: streams whose windows do not overlap."""
    pcm, labels = default_collate([windows[i] for i in range(len(windows))])
    calls, places = pcm.numpy().reshape(-1, LENGTH, pcm.shape[1]), labels.numpy().reshape(-1, LENGTH)
    adapted = np.array([[_guess(result) for result in followed(model.follow, call.ravel(), WINDOW_SAMPLES)] for call in calls])
    later = slice(LENGTH // 2, LENGTH)
    alone = model(calls[:, later].reshape(-1, calls.shape[2]))[0].argmax(1)
    return places[:, later].ravel(), alone, adapted[:, later].ravel()


def _guess(result: WindowResult) -> int:
    return NO_LABEL if result.sentiment is None else int(result.sentiment.argmax())
