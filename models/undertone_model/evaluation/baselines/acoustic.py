"""Acoustics alone: functionals of pitch, energy and spectrum under a classifier tuned on validation."""

from pathlib import Path

import librosa
import numpy as np
import pandas as pd
from sklearn.base import ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import read_clip
from undertone_model.data.table import thinned
from undertone_model.data.windows import pools
from undertone_model.evaluation.baselines.cache import cached
from undertone_model.evaluation.sets import truth
from undertone_model.metrics import recall_mean

_HOP = 320
_PER_CORPUS = 600


def _vector_machine(c: float) -> Pipeline:
    """Its probabilities are learned on folds, the same ones each time."""
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return make_pipeline(StandardScaler(), CalibratedClassifierCV(SVC(C=c, class_weight="balanced"), cv=folds, ensemble=False))


_CANDIDATES = {
    "logistic regression C=0.01": lambda: make_pipeline(
        StandardScaler(), LogisticRegression(C=0.01, class_weight="balanced", max_iter=2000)
    ),
    "SVM C=1": lambda: _vector_machine(1),
    "SVM C=10": lambda: _vector_machine(10),
    "gradient boosting": lambda: HistGradientBoostingClassifier(learning_rate=0.05, class_weight="balanced", random_state=0),
}


def functionals(pcm: np.ndarray) -> np.ndarray:
    """Mean, deviation, 5th and 95th percentile and mean absolute step of: pitch (where voiced), level, spectral
    centroid, bandwidth, roll-off, flatness, zero crossings and 13 MFCCs; and the share of voiced frames. Level is
    relative to the clip's, which no microphone preserves."""
    pcm = np.pad(pcm, (0, max(0, SAMPLE_RATE - len(pcm))))
    spectrum = np.abs(librosa.stft(pcm, n_fft=1024, hop_length=_HOP)) + 1e-6
    level = librosa.amplitude_to_db(librosa.feature.rms(S=spectrum, frame_length=1024)[0], ref=np.max)
    pitch = np.log2(librosa.yin(pcm, fmin=65, fmax=500, sr=SAMPLE_RATE, frame_length=1024, hop_length=_HOP))
    loud = level > -30
    voiced = loud & (librosa.feature.zero_crossing_rate(pcm, frame_length=1024, hop_length=_HOP)[0] < 0.15)
    mel = librosa.power_to_db(librosa.feature.melspectrogram(S=spectrum**2, sr=SAMPLE_RATE))
    tracks = np.vstack([
        level,
        librosa.feature.spectral_centroid(S=spectrum, sr=SAMPLE_RATE),
        librosa.feature.spectral_bandwidth(S=spectrum, sr=SAMPLE_RATE),
        librosa.feature.spectral_rolloff(S=spectrum, sr=SAMPLE_RATE),
        librosa.feature.spectral_flatness(S=spectrum),
        librosa.feature.zero_crossing_rate(pcm, frame_length=1024, hop_length=_HOP),
        librosa.feature.mfcc(S=mel, n_mfcc=13),
    ])  # fmt: skip
    return np.concatenate([_statistics(pitch[None, voiced]), _statistics(tracks[:, loud]), [voiced.mean()]]).astype(np.float32)


def _statistics(tracks: np.ndarray) -> np.ndarray:
    if tracks.shape[1] < 2:
        return np.zeros(5 * len(tracks))
    return np.concatenate([
        tracks.mean(1), tracks.std(1), *np.percentile(tracks, (5, 95), axis=1), np.abs(np.diff(tracks)).mean(1),
    ])  # fmt: skip


def _features(rows: pd.DataFrame, work: Path) -> np.ndarray:
    def compute(part: pd.DataFrame) -> pd.DataFrame:
        values = np.stack([functionals(read_clip(row)) for row in part.itertuples()])
        return pd.DataFrame(values, columns=[f"f{i}" for i in range(values.shape[1])])

    return cached(work / "baselines" / "functionals.parquet", rows, compute).to_numpy()


class AcousticOnly:
    """Trained on the clips with a label that the build may train on, at most 600 of a corpus; the candidate with the
    best UAR on the validation speakers is taken."""

    def __init__(self, table: pd.DataFrame, build: str, work: Path):
        self._work = work
        train, valid = (_clips(table, split, build) for split in ("train", "valid"))
        inputs = _features(train, work)
        targets = truth(train)
        scores = {}
        for name, make in _CANDIDATES.items():
            model = make().fit(inputs, targets)
            scores[name] = (recall_mean(truth(valid), model.predict(_features(valid, work))), model)
        self.name = max(scores, key=lambda name: scores[name][0])
        self._model: ClassifierMixin = scores[self.name][1]

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Sentiment `[rows, 3]`."""
        return self._model.predict_proba(_features(rows, self._work))


def _clips(table: pd.DataFrame, split: str, build: str) -> pd.DataFrame:
    kinds = pools(table, split, build)
    return pd.concat(
        [thinned(rows, _PER_CORPUS) for kind in ("tone", "words") for _, rows in kinds[kind].groupby("corpus")],
        ignore_index=True,
    )
