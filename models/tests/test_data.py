import numpy as np
import pandas as pd
import pytest

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import read_clip
from undertone_model.data.table import corpus_shares


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


def test_a_corpus_is_drawn_by_a_power_of_its_size(table):
    large, small = table[table["corpus"] == "emodb"].iloc[:9], table[table["corpus"] == "turev"].iloc[:1]
    assert corpus_shares(large, 0.5).tolist() == pytest.approx([1 / 9] * 9)
    assert corpus_shares(pd.concat([large, small]), 1.0).tolist() == pytest.approx([1 / 10] * 10)
    assert corpus_shares(pd.concat([large, small]), 0.5).tolist() == pytest.approx([1 / 12] * 9 + [1 / 4])
