"""Speech presence by the model and by other detectors."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.config import load_config
from undertone_model.data.presence import speech_windows
from undertone_model.evaluation.baselines.cache import cached
from undertone_model.evaluation.baselines.vad import silero, webrtc
from undertone_model.metrics import area_under_curve, figure
from undertone_model.stages.speech_head.calibration import speech_threshold

_DETECTORS = {"silero-vad": silero, "webrtcvad": webrtc}


class Detectors:
    """silero-vad and webrtcvad with the summary of a window that does best on validation, and the threshold that is chosen there as the
    model's own is."""

    def __init__(self, table: pd.DataFrame, work: Path):
        self._work = work
        facts, windows = speech_windows(table, "valid")
        known = (facts["truth"] >= 0).to_numpy()
        truth = facts["truth"].to_numpy()[known]
        self._choices, allowed = {}, load_config().speech_head.calibration.false_alarms
        for name, scores in self._raw(facts, windows).items():
            quality = {column: area_under_curve(truth, values.to_numpy()[known]) for column, values in scores.items()}
            best = max(quality, key=quality.get)
            self._choices[name] = (best, speech_threshold(scores[best].to_numpy()[known], truth, allowed))

    def _raw(self, facts: pd.DataFrame, windows: np.ndarray) -> dict[str, pd.DataFrame]:
        return {name: self._scores_by_summary(name, facts, windows) for name in _DETECTORS}

    def _scores_by_summary(self, name: str, facts: pd.DataFrame, windows: np.ndarray) -> pd.DataFrame:
        place = pd.Series(range(len(facts)), index=facts["clip"])

        def compute(part: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame([_DETECTORS[name](windows[i]) for i in place[part["clip"]]])

        return cached(self._work / "baselines" / f"{name}.parquet", facts, compute)

    def scores(self, facts: pd.DataFrame, windows: np.ndarray) -> dict[str, tuple[np.ndarray, float]]:
        """Score of each window and threshold, by detector."""
        raw = self._raw(facts, windows)
        return {f"{name} ({column})": (raw[name][column].to_numpy(), threshold) for name, (column, threshold) in self._choices.items()}


def speech_figures(facts: pd.DataFrame, scores: dict[str, tuple[np.ndarray, float]]) -> dict:
    """For each detector: AUC of each SNR's speech against all that is none; error rates at its threshold; how often
    each kind of sound is called speech."""
    truth, report = facts["truth"].to_numpy(), {}
    for name, (score, threshold) in scores.items():
        detected = score >= threshold
        by_snr = {}
        for snr in facts.loc[truth == 1, "snr"].unique():
            part = (truth == 0) | ((truth == 1) & (facts["snr"] == snr).to_numpy())
            by_snr[snr] = {
                "auc": asdict(figure(area_under_curve, truth[part], score[part], resamples=300)),
                "missed": float(1 - detected[(truth == 1) & part].mean()),
            }
        sounds = sorted(facts.groupby(facts["family"].where(truth < 1)).indices.items())
        called = {family: {"share": float(detected[rows].mean()), "size": len(rows)} for family, rows in sounds}
        report[name] = {
            "threshold": threshold,
            "false_alarms": float(detected[truth == 0].mean()),
            "snr": by_snr,
            "called_speech": called,
        }
    return report
