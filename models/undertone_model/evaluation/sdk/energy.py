"""How much of a window is louder than its pauses."""

import numpy as np

SILENCE_RANGE = 2.0**-14
"""Two steps of 16-bit audio: what never varies by more is digital silence, at whatever offset, and the model is not asked."""
FRAME_SAMPLES = 320
NOISE_SHARE = 0.05
"""The frame that only so many of a window's are quieter than is the room's noise."""
MARGIN_DB, SURE_DB, RANGE_DB, FLOOR_DB = 6, 15, 30, -85
"""A frame is active if it is so much louder than the room, or within `SURE_DB` of the window's loudest frame; and within `RANGE_DB` of
that, and above `FLOOR_DB` of full scale."""


def is_digital_silence(pcm: np.ndarray) -> bool:
    return bool(pcm.max() - pcm.min() <= SILENCE_RANGE)


def activity(pcm: np.ndarray, start: int) -> tuple[int, int]:
    """Samples of pcm[start:] in active frames, and in such as are too quiet alone; the levels are those of all of `pcm`, the frames
    are counted from `start`."""
    least = _least_power(_frames(pcm, 0)[1])
    sizes, powers = _frames(pcm, start)
    loud, audible = powers > least, powers > 10 ** (FLOOR_DB / 10)
    return int(sizes[loud & audible].sum()), int(sizes[loud & ~audible].sum())


def _least_power(powers: np.ndarray) -> float:
    """The power that a frame must exceed to be active, as far as the other frames say."""
    ordered = np.sort(powers)
    noise, loudest = ordered[int(NOISE_SHARE * len(ordered))], ordered[-1]
    above_noise = max(noise * 10 ** (MARGIN_DB / 10), loudest * 10 ** (-RANGE_DB / 10))
    return min(above_noise, loudest * 10 ** (-SURE_DB / 10))


def _frames(pcm: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Sizes of the frames of pcm[start:], the last of which may be short, and their mean squares about their means: sound cards add an
    offset, which nobody hears."""
    at = np.arange(start, len(pcm), FRAME_SAMPLES)
    sizes = np.diff(at, append=len(pcm))
    samples = pcm.astype(np.float64)
    means, squares = (np.add.reduceat(values, at) / sizes for values in (samples, np.square(samples)))
    return sizes, np.maximum(0, squares - np.square(means))
