"""A model file under test, run as the SDK runs it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd
from tqdm import tqdm

from undertone_model.contract import LABELS
from undertone_model.data.store import read_clip
from undertone_model.evaluation.sdk.recording import ToneEvent, analyzed
from undertone_model.metrics import NO_LABEL
from undertone_model.stages.export.states import new_states
from undertone_model.workspace import MissingArtefact

_BATCH = 8
Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""What is done to a clip `[samples]`."""


def session(file: Path) -> onnxruntime.InferenceSession:
    """On one thread, so that times compare."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def check_model(file: Path) -> None:
    """Raises MissingArtefact where the model or its manifest is not there."""
    for needed in (file, file.with_suffix(".json")):
        if not needed.is_file():
            raise MissingArtefact(f"{needed} is not there: `python -m undertone_model export` writes a model, and its manifest beside it")


class Model:
    """`pcm [batch, 80000]` to probabilities."""

    def __init__(self, file: Path):
        self.name = file.stem
        self.speech_threshold: float = json.loads(file.with_suffix(".json").read_text())["speechThreshold"]
        self._session = session(file)

    def __call__(self, windows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sentiment `[windows, 3]` and speech `[windows]`, each window as the first of a stream."""
        batches = [self.follow(windows[i : i + _BATCH])[:2] for i in range(0, len(windows), _BATCH)]
        sentiment, speech = (np.concatenate(parts) for parts in zip(*batches))
        return sentiment, speech

    def follow(self, windows: np.ndarray, states: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sentiment, speech and the streams' states after one window each; `states` are those before it, none of new streams."""
        feeds = {"pcm": windows, "state": new_states(self._session, len(windows)) if states is None else states}
        return tuple(self._session.run(["sentiment", "speech", "next_state"], feeds))

    def events(self, pcm: np.ndarray) -> list[ToneEvent]:
        """What `analyzeFile()` says of a recording."""
        return list(analyzed(self.follow, self.speech_threshold, pcm))

    def clips(self, rows: pd.DataFrame, change: Change | None = None) -> np.ndarray:
        """Scores `[rows, 3]` of whole clips: the last estimate of the call, not a number where that has no label. `change` is done to
        each clip first."""
        scores = np.full((len(rows), len(LABELS)), np.nan)
        for number, row in enumerate(tqdm(rows.itertuples(), self.name, len(rows), mininterval=10, leave=False)):
            pcm = read_clip(row)
            call = self.events(pcm if change is None else change(pcm, np.random.default_rng(number)))[-1].call
            if call.scores is not None:
                scores[number] = call.scores
        return scores


def guesses(scores: np.ndarray) -> np.ndarray:
    """Indices of LABELS `[rows]`, NO_LABEL where scores `[rows, 3]` are no numbers."""
    return np.where(np.isnan(scores[:, 0]), NO_LABEL, scores.argmax(1))
