"""A model file under test, run as the SDK runs it."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd
from tqdm import tqdm

from undertone_model.contract import HOP_SAMPLES, LABELS, WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.network.adaptation import new_states

_BATCH = 8


def session(file: Path) -> onnxruntime.InferenceSession:
    """On one thread, so that times compare."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def windows_of(pcm: np.ndarray) -> np.ndarray:
    """`[windows, 80000]`: every 2.5 s while there is audio, the last one ending with it; audio shorter than 5 s is
    followed by zeros."""
    if len(pcm) <= WINDOW_SAMPLES:
        return np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))[None]
    starts = [*range(0, len(pcm) - WINDOW_SAMPLES, HOP_SAMPLES), len(pcm) - WINDOW_SAMPLES]
    return np.stack([pcm[start : start + WINDOW_SAMPLES] for start in starts])


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
        feeds = {"pcm": windows, "state": new_states(len(windows)) if states is None else states}
        return tuple(self._session.run(["sentiment", "speech", "next_state"], feeds))

    def clips(self, rows: pd.DataFrame, change=None) -> np.ndarray:
        """Sentiment `[rows, 3]` of whole clips: the mean of their windows weighted by speech. `change(pcm, rng)` is
        done to each clip first."""
        cut = [windows_of(_changed(read_clip(row), change, number)) for number, row in enumerate(rows.itertuples())]
        return self.joined(cut)

    def joined(self, cut: list[np.ndarray]) -> np.ndarray:
        """Sentiment `[clips, 3]` of clips cut to windows."""
        result = np.empty((len(cut), len(LABELS)), np.float32)
        for group in tqdm(np.array_split(np.arange(len(cut)), -(-len(cut) // _BATCH)), desc=self.name, mininterval=10, leave=False):
            sentiment, speech = self(np.concatenate([cut[i] for i in group]))
            stop = np.cumsum([len(cut[i]) for i in group])
            for i, last in zip(group, stop):
                part = slice(last - len(cut[i]), last)
                result[i] = np.average(sentiment[part], axis=0, weights=speech[part] + 1e-6)
        return result


def _changed(pcm: np.ndarray, change, number: int) -> np.ndarray:
    return pcm if change is None else change(pcm, np.random.default_rng(number)).astype(np.float32)
