"""A recording, analysed as `analyzeFile()` does it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from undertone_model.contract import HOP_SAMPLES
from undertone_model.evaluation.sdk.estimates import Estimate, Tone
from undertone_model.evaluation.sdk.stream import Follow, followed


@dataclass(frozen=True)
class ToneEvent:
    speech: float
    window: Estimate
    recent: Estimate
    call: Estimate


def analyzed(follow: Follow, speech_threshold: float, pcm: np.ndarray, hop: int = HOP_SAMPLES) -> Iterator[ToneEvent]:
    """An event a window."""
    tone = Tone(speech_threshold)
    for result in followed(follow, pcm, hop):
        tone.update(result)
        yield ToneEvent(result.speech, tone.window, tone.recent, tone.call)
