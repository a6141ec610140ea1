"""What frozen parts say of clips is computed once for all runs on the same weights, and nobody gets another clip's or other weights' values."""

import json

import numpy as np
import pandas as pd
import pytest

from undertone_model.training.kept import Kept
from undertone_model.training.made import made_file


@pytest.fixture
def weights(tmp_path):
    file = tmp_path / "runs" / "encoder.pt"
    file.parent.mkdir()
    file.write_bytes(b"one encoder")
    return {"encoder": file}


def clips(*names: str, samples: int = 10) -> pd.DataFrame:
    return pd.DataFrame({"clip": names, "corpus": "emodb", "samples": samples})


class Computing:
    """Of a clip the number in its name; says what it was asked for."""

    def __init__(self):
        self.asked: list[str] = []

    def __call__(self, rows: pd.DataFrame) -> dict[str, np.ndarray]:
        self.asked += rows["clip"].tolist()
        return {"number": np.array([[int(name)] for name in rows["clip"]]), "twice": np.array([2 * int(name) for name in rows["clip"]])}


def test_another_run_computes_only_what_is_new_and_gets_its_own_clips(tmp_path, weights):
    compute = Computing()
    first = Kept(tmp_path, "voices", weights, "runs/voice-open").of(clips("1", "2"), compute)
    other = Kept(tmp_path, "voices", weights, "runs/voice-open-trial").of(clips("3", "2"), compute)
    assert compute.asked == ["1", "2", "3"]
    assert first["number"].tolist() == [[1], [2]] and other["twice"].tolist() == [6, 4]
    assert Kept(tmp_path, "voices", weights, "any").of(clips("2", samples=11), compute)["twice"].tolist() == [4]
    assert compute.asked[-1] == "2", "a clip of another length is another one"


def test_other_weights_have_a_place_of_their_own_and_refuse_nobody(tmp_path, weights):
    compute = Computing()
    one = Kept(tmp_path, "voices", weights, "runs/voice-open")
    one.of(clips("1"), compute)
    weights["encoder"].write_bytes(b"another encoder")
    other = Kept(tmp_path, "voices", weights, "runs/voice-open-other")
    other.of(clips("1"), compute)
    assert compute.asked == ["1", "1"] and one.folder != other.folder
    records = [json.loads(made_file(kept.folder).read_text()) for kept in (one, other)]
    assert [record["run"] for record in records] == ["runs/voice-open", "runs/voice-open-other"]
    assert records[0]["inputs"]["encoder"]["sha256"] != records[1]["inputs"]["encoder"]["sha256"]
