"""Statistics of clips, each as the first window of a stream: what the voice channel is fitted on. They depend on the encoder alone."""

from dataclasses import dataclass, fields
from functools import partial

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.contract import SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.emotions import emotion
from undertone_model.data.store import read_clip
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.voice_channel import EMOTIONS, STATISTICS, window_statistics
from undertone_model.training.kept import Kept

_NAMES = list(EMOTIONS)
UNKNOWN = -1
KIND = "voices"
"""Of what is kept."""


@dataclass
class ClipStatistics:
    """Of clips: statistics float32 [clips, STATISTICS], encoder frames that hold sound [clips], emotion (an index of EMOTIONS or UNKNOWN)
    [clips], speaker [clips] and name [clips]."""

    statistics: np.ndarray
    frames: np.ndarray
    emotion: np.ndarray
    speaker: np.ndarray
    clip: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "ClipStatistics":
        return ClipStatistics(*(getattr(self, field.name)[rows] for field in fields(self)))


def clip_statistics(kept: Kept, front_end: FrontEnd, encoder: Encoder, clips: pd.DataFrame) -> ClipStatistics:
    """Of each of `clips`, rows of the clip table, all of one corpus; those that are `kept` are not computed again."""
    stored = kept.of(clips, partial(_computed, front_end, encoder))
    emotions = np.array([_index(row) for row in clips.itertuples()])
    return ClipStatistics(
        stored["statistics"].astype(np.float32), stored["frames"], emotions, *(clips[column].to_numpy() for column in ("speaker", "clip"))
    )


@torch.inference_mode()
def _computed(front_end: FrontEnd, encoder: Encoder, clips: pd.DataFrame) -> dict[str, np.ndarray]:
    values, counts = np.zeros((len(clips), STATISTICS), np.float16), np.zeros(len(clips), np.float32)
    for i, row in enumerate(tqdm(clips.itertuples(), total=len(clips), mininterval=10, desc=f"voices of {clips['corpus'].iloc[0]}")):
        frames, mask = front_end(torch.from_numpy(_window(row)).unsqueeze(0))
        values[i] = window_statistics(encoder(frames, mask), mask)[0].numpy()
        counts[i] = mask.sum().item()
    return {"statistics": values, "frames": counts}


def _window(row) -> np.ndarray:
    """The clip's first window, without the zeros that would fill it up: they change nothing and take their time."""
    pcm = read_clip(row)[:WINDOW_SAMPLES]
    return np.pad(pcm, (0, max(0, SAMPLE_RATE - len(pcm))))


def _index(row) -> int:
    """Of the clip's emotion; that of plain speech, whose label is its words', is not known."""
    known = emotion(row.emotion) if row.origin == "acted" else ""
    return _NAMES.index(known) if known else UNKNOWN
