import sys

import numpy as np
import pytest

from data.__main__ import main
from data.store import SAMPLE_RATE, load_table, read_clip
from tiny_data import write_audio


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpora")
    write_audio(folder, lambda corpus, number: np.full(SAMPLE_RATE // 10, 0.05 * (number + 1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["data", "--data", str(folder), "--work", str(folder)])
        main()
    return load_table(folder)


def test_clips_keep_their_place(table):
    clip = table[table["clip"] == "turev-3"].iloc[0]
    assert np.allclose(read_clip(clip), 0.2, atol=0.01) and clip.samples == SAMPLE_RATE // 10


def test_nobody_crosses_splits(table):
    assert table.groupby("speaker")["split"].nunique().max() == 1
    assert table[table["corpus"] == "commonvoice_dev"].groupby("transcript")["split"].nunique().max() == 1


def test_what_may_only_test_only_tests(table):
    assert set(table.loc[table["use"] == "test", "split"]) == {"test"}
    assert set(table.loc[table["use"] == "test", "corpus"]) == {"turev", "urdu", "deeply_krs", "deeply_nvv"}


def test_clips_that_could_leak_are_left_out(table):
    assert "emospeech_in-0" not in set(table["clip"])
    assert table.loc[table["clip"] == "librispeech_part-1", "split"].item() == "test"


def test_emotions_become_classes(table):
    acted = table[table["origin"] == "acted"].set_index("clip")
    assert acted.loc["emodb-0", "label"] == "negative" and acted.loc["emodb-1", "label"] == "positive"
    assert set(table.loc[table["kind"] != "speech", "label"]) == {""}
