"""Speech presence: windows with and without speech, at several signal-to-noise ratios, judged by the model and by
other detectors."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from augmentation.channel import level, low_pass
from augmentation.room import add_noise, noise_excerpt
from augmentation.windows import WINDOW, placed
from classifier.calibration import speech_threshold
from data.store import read_clip
from evaluation.baselines.cache import cached
from evaluation.baselines.vad import silero, webrtc
from evaluation.sets import thinned
from metrics import area_under_curve, figure

SNRS = (None, 15, 10, 5, 0)
_PER_KIND = 20
_DETECTORS = {"silero-vad": silero, "webrtcvad": webrtc}
_FAMILIES = {
    "hold music": ("noise_hold_music",), "music": ("nonspeech_sonicpi",), "typing": ("noise_keystrokes_zoom",),
    "environment": ("esc10", "noise_moodist", "noise_blanket", "noise_speech_commands_bg"),
}  # fmt: skip


def speech_windows(table: pd.DataFrame, split: str) -> tuple[pd.DataFrame, np.ndarray]:
    """Facts (clip, snr, family, truth) and the windows `[n, 80000]`. Speech of many corpora, alone and over noise of
    the same split; noises and music alone; vocal sounds that are no words (truth -1). Half of everything is
    band-limited to 3.4 kHz."""
    rng = np.random.default_rng(0)
    mine = table[table["split"] == split]
    speech = mine[(mine["kind"] == "speech") & mine["speech"].fillna(False) & (mine["origin"] != "synthetic")]
    noise = mine[mine["kind"].isin(["noise", "music"]) & ~mine["speech"].fillna(True)]
    backgrounds = list(noise[noise["samples"] > WINDOW // 2].itertuples())
    facts, windows = [], []

    def add(row, window: np.ndarray, family: str, truth: int, snr: float | None = None):
        window = level(window, rng.uniform(-35, -18))
        windows.append(np.clip(low_pass(window, 3400.0) if rng.random() < 0.5 else window, -1, 1).astype(np.float32))
        name = f"{split}/{row.clip}/{len(facts)}"
        facts.append({"clip": name, "snr": "clean" if snr is None else f"{snr} dB", "family": family, "truth": truth})

    for corpus, rows in speech.groupby("corpus"):
        for row in thinned(rows, _PER_KIND).itertuples():
            window = placed(read_clip(row), rng)
            for snr in SNRS:
                over = read_clip(backgrounds[rng.integers(len(backgrounds))])
                add(row, window if snr is None else add_noise(window, over, snr, rng), corpus, 1, snr)
    for family, corpora in _FAMILIES.items():
        for row in noise[noise["corpus"].isin(corpora)].itertuples():
            for _ in range(1 + min(row.samples // WINDOW, 12)):
                pcm = read_clip(row)
                add(row, noise_excerpt(pcm, WINDOW, rng) if len(pcm) > WINDOW // 4 else placed(pcm, rng), family, 0)
    for sound, rows in mine[mine["kind"] == "nonverbal"].groupby("emotion"):
        for row in thinned(rows, _PER_KIND).itertuples():
            add(row, placed(read_clip(row), rng), sound, -1)
    return pd.DataFrame(facts), np.stack(windows)


class Detectors:
    """silero-vad and webrtcvad with the summary of a window that does best on validation, and the threshold that is chosen there as the
    model's own is."""

    def __init__(self, table: pd.DataFrame, work: Path):
        self._work = work
        facts, windows = speech_windows(table, "valid")
        known = (facts["truth"] >= 0).to_numpy()
        truth = facts["truth"].to_numpy()[known]
        self._choices = {}
        for name, scores in self._raw(facts, windows).items():
            quality = {column: area_under_curve(truth, values.to_numpy()[known]) for column, values in scores.items()}
            best = max(quality, key=quality.get)
            self._choices[name] = (best, speech_threshold(scores[best].to_numpy()[known], truth))

    def _raw(self, facts: pd.DataFrame, windows: np.ndarray) -> dict[str, pd.DataFrame]:
        return {name: self._judged(name, facts, windows) for name in _DETECTORS}

    def _judged(self, name: str, facts: pd.DataFrame, windows: np.ndarray) -> pd.DataFrame:
        place = pd.Series(range(len(facts)), index=facts["clip"])

        def compute(part: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame([_DETECTORS[name](windows[i]) for i in place[part["clip"]]])

        return cached(self._work / "baselines" / f"{name}.parquet", facts, compute)

    def scores(self, facts: pd.DataFrame, windows: np.ndarray) -> dict[str, tuple[np.ndarray, float]]:
        """Score of each window and threshold, by detector."""
        raw = self._raw(facts, windows)
        return {
            f"{name} ({column})": (raw[name][column].to_numpy(), threshold)
            for name, (column, threshold) in self._choices.items()
        }


def speech_figures(facts: pd.DataFrame, scores: dict[str, tuple[np.ndarray, float]]) -> dict:
    """For each detector: AUC of each SNR's speech against all that is none; error rates at its threshold; how often
    each kind of sound is called speech."""
    truth, report = facts["truth"].to_numpy(), {}
    for name, (score, threshold) in scores.items():
        said = score >= threshold
        by_snr = {}
        for snr in facts.loc[truth == 1, "snr"].unique():
            part = (truth == 0) | ((truth == 1) & (facts["snr"] == snr).to_numpy())
            by_snr[snr] = {
                "auc": asdict(figure(area_under_curve, truth[part], score[part], resamples=300)),
                "missed": float(1 - said[(truth == 1) & part].mean()),
            }
        sounds = sorted(facts.groupby(facts["family"].where(truth < 1)).indices.items())
        called = {family: {"share": float(said[rows].mean()), "size": len(rows)} for family, rows in sounds}
        report[name] = {
            "threshold": threshold,
            "false_alarms": float(said[truth == 0].mean()),
            "snr": by_snr,
            "called_speech": called,
        }
    return report
