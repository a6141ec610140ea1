import numpy as np
import pandas as pd

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
