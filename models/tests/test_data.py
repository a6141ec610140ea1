import shutil

import numpy as np
import pandas as pd
import pytest
from tiny_data import write_audio

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import load_table, read_clip, table_files
from undertone_model.data.table import corpus_shares
from undertone_model.stages.prepare_data import main


def test_clips_keep_their_place(table):
    clip = table[table["clip"] == "turev-3"].iloc[0]
    assert np.allclose(read_clip(clip), 0.2, atol=0.01) and clip.samples == SAMPLE_RATE // 10


def test_nobody_crosses_splits(table):
    assert table.groupby("speaker")["split"].nunique().max() == 1
    assert table[table["corpus"] == "commonvoice_dev"].groupby("transcript")["split"].nunique().max() == 1


def test_what_may_only_test_only_tests(table):
    assert set(table.loc[table["use"] == "test", "split"]) == {"test"}
    assert set(table.loc[table["use"] == "test", "corpus"]) == {"turev", "urdu", "deeply_krs", "deeply_nvv", "moss_synth"}


def test_another_test_corpus_makes_no_run_another_one(tmp_path):
    def prepare(level: float, *only: str) -> None:
        shutil.rmtree(tmp_path / "audio", ignore_errors=True)
        write_audio(tmp_path, lambda *_: np.full(100, level))
        work = tmp_path / "work"
        main(["--data", str(tmp_path), "--work", str(work), *only])

    prepare(0.1)
    before = {name: file.read_bytes() for name, file in table_files(tmp_path / "work").items()}
    prepare(0.5, "--corpus", "moss_synth")
    assert {name: file.read_bytes() for name, file in table_files(tmp_path / "work").items()} == before
    heard = {corpus: read_clip(rows.iloc[0])[0] for corpus, rows in load_table(tmp_path / "work").groupby("corpus")}
    assert heard["moss_synth"] == pytest.approx(0.5, abs=0.01) and heard["urdu"] == heard["emodb"] == pytest.approx(0.1, abs=0.01)
    prepare(0.9, "--corpus", "emodb")
    assert {name: file.read_bytes() for name, file in table_files(tmp_path / "work").items()} != before


def test_of_sentences_said_in_many_voices_those_that_were_said_wrong_are_left_out(table):
    said = table[table["corpus"] == "moss_synth"].set_index("clip")
    assert set(said["language"]) == {"en", "de"} and set(said["origin"]) == {"synthetic"}
    assert "moss_synth-1" in said.index and "moss_synth-2" not in said.index


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
