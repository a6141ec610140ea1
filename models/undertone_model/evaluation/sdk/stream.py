"""One stream after another: what the SDK's worker says of each window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from undertone_model.contract import HOP_SAMPLES, SAMPLE_RATE
from undertone_model.evaluation.sdk.energy import activity, is_digital_silence
from undertone_model.evaluation.sdk.windows import Window, cut

ABSURD_SAMPLE = 1e30
"""Samples from here on are no audio, and count as silence."""

HARMLESS_OFFSET = 2.0**-9
"""Of so much constant offset, of full scale, the model takes no notice."""

Follow = Callable[[np.ndarray, np.ndarray | None], tuple[np.ndarray, np.ndarray, np.ndarray]]
"""Windows [batch, 80000] and the streams' states [batch, size], or none for new streams, to sentiment [batch, 3], speech [batch] and the
states after."""


@dataclass(frozen=True)
class WindowResult:
    """Times in seconds of the stream; `fresh_start` is where the audio begins that no earlier window held. `sentiment` [3] is None for
    digital silence, which no model is asked about."""

    start: float
    end: float
    fresh_start: float
    sentiment: np.ndarray | None
    speech: float
    active_seconds: float
    fresh_active_seconds: float
    too_quiet_seconds: float
    fresh_too_quiet_seconds: float


def followed(follow: Follow, pcm: np.ndarray, hop: int = HOP_SAMPLES) -> Iterator[WindowResult]:
    """The results of a recording's windows in turn, adapted to its speaker as it goes on."""
    state, analysed_until = None, 0
    for window in cut(cleaned(pcm), hop):
        start = window.end - window.filled
        fresh = max(start, analysed_until) - start
        analysed_until = window.end
        if is_digital_silence(window.pcm[: window.filled]):
            yield _result(window, fresh, None, 0.0)
            continue
        _remove_offset(window.pcm[: window.filled])
        sentiment, speech, after = follow(window.pcm[None], state)
        state = _learned(state, after, (window.filled - fresh) / window.filled)
        yield _result(window, fresh, sentiment[0], float(speech[0]))


def cleaned(pcm: np.ndarray) -> np.ndarray:
    """Samples in [-1, 1]; what is no audio is silence."""
    return np.clip(np.where(np.abs(pcm) < ABSURD_SAMPLE, pcm, 0), -1, 1).astype(np.float32)


def _remove_offset(pcm: np.ndarray) -> None:
    """Takes off a constant offset, in place and calculated as JavaScript does: to the model quiet speech is another tone with
    it, or none."""
    mean = pcm.mean(dtype=np.float64)
    if abs(mean) > HARMLESS_OFFSET:
        pcm[:] = pcm.astype(np.float64) - mean


def _learned(before: np.ndarray | None, after: np.ndarray, share: float) -> np.ndarray:
    """Windows overlap: each counts for the `share` of it that is fresh. In double precision, as JavaScript calculates."""
    known = np.zeros_like(after, np.float64) if before is None else before.astype(np.float64)
    return (known + share * (after - known)).astype(np.float32)


def _result(window: Window, fresh: int, sentiment: np.ndarray | None, speech: float) -> WindowResult:
    start = window.end - window.filled
    audio = window.pcm[: window.filled]
    (active, quiet), (fresh_active, fresh_quiet) = ((0, 0) if sentiment is None else activity(audio, begin) for begin in (0, fresh))
    return WindowResult(
        start / SAMPLE_RATE,
        window.end / SAMPLE_RATE,
        (start + fresh) / SAMPLE_RATE,
        sentiment,
        speech,
        active / SAMPLE_RATE,
        fresh_active / SAMPLE_RATE,
        quiet / SAMPLE_RATE,
        fresh_quiet / SAMPLE_RATE,
    )
