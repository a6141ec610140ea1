"""How much of a window is louder than its pauses."""

import numpy as np

SILENCE_PEAK = 2.0**-15
"""One step of 16-bit audio: what never exceeds it is digital silence, and the model is not asked."""
FRAME_SAMPLES = 320
RANGE_DB, FLOOR_DB = 30, -55
"""A frame is active within this range of the window's loudest frame, and above this level of full scale."""


def is_digital_silence(pcm: np.ndarray) -> bool:
    return not (np.abs(pcm) > SILENCE_PEAK).any()


def active_samples(pcm: np.ndarray, start: int, stop: int) -> int:
    """Samples of pcm[start:stop] in active frames; the range is that of all of `pcm`, the frames are counted from `start`."""
    loudest = max(_power(frame) for frame in _frames(pcm, 0, len(pcm)))
    threshold = max(loudest * 10 ** (-RANGE_DB / 10), 10 ** (FLOOR_DB / 10))
    return sum(len(frame) for frame in _frames(pcm, start, stop) if _power(frame) > threshold)


def _frames(pcm: np.ndarray, start: int, stop: int) -> list[np.ndarray]:
    return [pcm[at : min(at + FRAME_SAMPLES, stop)] for at in range(start, stop, FRAME_SAMPLES)]


def _power(frame: np.ndarray) -> float:
    return float(np.mean(np.square(frame, dtype=np.float64)))
