"""A recording, cut as the SDK cuts it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from undertone_model.contract import HOP_SAMPLES, SAMPLE_RATE, WINDOW_SAMPLES

MIN_TAIL_SAMPLES = SAMPLE_RATE // 4
"""A recording's tail is analysed if it brings at least so much, unless it is all there is."""


@dataclass(frozen=True)
class Window:
    """`pcm` [80000]: `filled` samples of audio up to sample `end` of the recording, then zeros."""

    pcm: np.ndarray
    filled: int
    end: int


def cut(pcm: np.ndarray, hop: int = HOP_SAMPLES) -> Iterator[Window]:
    """One window a hop, the first after one hop and part empty; then the tail."""
    ends = list(range(hop, len(pcm) + 1, hop))
    tail = len(pcm) - (ends[-1] if ends else 0)
    if tail >= (MIN_TAIL_SAMPLES if ends else 1):
        ends.append(len(pcm))
    for end in ends:
        start = max(0, end - WINDOW_SAMPLES)
        yield Window(filled_up(pcm[start:end]), end - start, end)


def filled_up(pcm: np.ndarray) -> np.ndarray:
    """At most one window of samples, followed by zeros to the end of it."""
    return np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))
