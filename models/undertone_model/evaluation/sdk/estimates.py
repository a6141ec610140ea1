"""From windows to estimates: of the window, of the last 30 s of active speech, of the whole call."""

from dataclasses import dataclass

import numpy as np

from undertone_model.contract import LABELS
from undertone_model.evaluation.sdk.stream import WindowResult

RECENT_SECONDS = 30.0
MIN_SPEECH_SECONDS = 0.5
"""Below this much speech an estimate has no label."""


@dataclass(frozen=True)
class Estimate:
    """`scores` [3] is the mean of probabilities weighted by active speech; None, and so is the label, where there is too little of it.
    `too_quiet`: that is so because what there is is too quiet."""

    start: float
    end: float
    speech_seconds: float
    scores: np.ndarray | None
    too_quiet: bool

    @property
    def label(self) -> str | None:
        return None if self.scores is None else LABELS[int(self.scores.argmax())]


@dataclass(frozen=True)
class Span:
    """A stretch that holds speech, and how that speech sounds [3]."""

    start: float
    speech_seconds: float
    scores: np.ndarray


class Tone:
    """The estimates of one stream. Each window counts in `recent` and `call` for the active speech of its fresh part."""

    def __init__(self, speech_threshold: float, recent_seconds: float = RECENT_SECONDS):
        self._threshold, self._recent_seconds = speech_threshold, recent_seconds
        self._spans: list[Span] = []
        self._call_seconds, self._call_sum, self._quiet_seconds, self._now = 0.0, np.zeros(len(LABELS)), 0.0, 0.0
        self.window = Estimate(0, 0, 0, None, False)

    def update(self, result: WindowResult) -> None:
        self._now = result.end
        if result.sentiment is None or result.speech < self._threshold:
            self.window = Estimate(result.start, result.end, 0, None, False)
            return
        scores = np.asarray(result.sentiment, np.float64)
        weighted = result.active_seconds * scores
        self.window = _estimate(result.active_seconds, weighted, result.start, result.end, result.too_quiet_seconds)
        self._quiet_seconds += result.fresh_too_quiet_seconds
        if result.fresh_active_seconds > 0:
            self._spans = self._recent([*self._spans, Span(result.fresh_start, result.fresh_active_seconds, scores)])
            self._call_seconds += result.fresh_active_seconds
            self._call_sum = self._call_sum + result.fresh_active_seconds * scores

    def _recent(self, spans: list[Span]) -> list[Span]:
        """Those that reach into the last seconds of speech."""
        speech, first = 0.0, len(spans)
        while first > 0 and speech < self._recent_seconds:
            first -= 1
            speech += spans[first].speech_seconds
        return spans[first:]

    @property
    def recent(self) -> Estimate:
        """The oldest span counts only for what the others leave of the seconds to look back on."""
        seconds, weighted = 0.0, np.zeros(len(LABELS))
        for span in reversed(self._spans):
            counted = min(span.speech_seconds, self._recent_seconds - seconds)
            seconds, weighted = seconds + counted, weighted + counted * span.scores
        return _estimate(seconds, weighted, self._spans[0].start if self._spans else self._now, self._now, self._quiet_seconds)

    @property
    def call(self) -> Estimate:
        return _estimate(self._call_seconds, self._call_sum, 0, self._now, self._quiet_seconds)


def _estimate(seconds: float, weighted: np.ndarray, start: float, end: float, quiet_seconds: float) -> Estimate:
    if seconds < MIN_SPEECH_SECONDS:
        return Estimate(start, end, seconds, None, seconds + quiet_seconds >= MIN_SPEECH_SECONDS)
    return Estimate(start, end, seconds, weighted / weighted.sum(), False)
