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
    loudest = _frames(pcm, 0, len(pcm))[1].max()
    sizes, powers = _frames(pcm, start, stop)
    return int(sizes[powers > max(loudest * 10 ** (-RANGE_DB / 10), 10 ** (FLOOR_DB / 10))].sum())


def _frames(pcm: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
    """Sizes and mean squares of the frames of pcm[start:stop], the last of which may be short."""
    at = np.arange(start, stop, FRAME_SAMPLES)
    sizes = np.diff(at, append=stop)
    return sizes, np.add.reduceat(np.square(pcm[:stop], dtype=np.float64), at) / sizes
