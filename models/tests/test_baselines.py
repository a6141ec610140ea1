import numpy as np
import pandas as pd
import pytest

from undertone_model.evaluation.baselines import acoustic
from undertone_model.evaluation.baselines.acoustic import AcousticOnly
from undertone_model.evaluation.baselines.cache import cached
from undertone_model.evaluation.baselines.vad import silero, webrtc


def test_silence_is_no_speech():
    silence = np.zeros(80_000, np.float32)
    assert max(silero(silence).values()) < 0.2
    assert webrtc(silence)["mode 3"] == 0


def test_what_is_cached_is_not_computed_again(tmp_path):
    seen = []

    def compute(part):
        seen.extend(part["clip"])
        return pd.DataFrame({"value": part["clip"].str.len().to_list()})

    rows = pd.DataFrame({"clip": ["a", "bb", "a"]})
    assert cached(tmp_path / "x.parquet", rows[:1], compute)["value"].tolist() == [1]
    assert cached(tmp_path / "x.parquet", rows, compute)["value"].tolist() == [1, 2, 1]
    assert seen == ["a", "bb"]


@pytest.mark.parametrize("candidate", acoustic._CANDIDATES)
def test_the_acoustic_baseline_answers_the_same_each_time(candidate, monkeypatch, tmp_path):
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"label": ["negative", "neutral", "positive"] * 30, "corpus": "a"})
    features = rng.normal(size=(90, 4)) + np.arange(90)[:, None] % 3
    monkeypatch.setattr(acoustic, "_clips", lambda *_: rows)
    monkeypatch.setattr(acoustic, "_features", lambda *_: features)
    monkeypatch.setattr(acoustic, "_CANDIDATES", {candidate: acoustic._CANDIDATES[candidate]})
    answers = []
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002
        answers.append(AcousticOnly(rows, "open", tmp_path)(rows))
    assert np.array_equal(*answers)
    assert (answers[0].argmax(1) == np.arange(90) % 3).mean() > 0.5
