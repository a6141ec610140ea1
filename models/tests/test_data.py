import io
import sys
import tarfile

import numpy as np
import pandas as pd
import pytest
import soundfile

from data.__main__ import main
from data.corpora import CORPORA
from data.store import load_table, read_clip

RATE = 16_000


def write_corpus(audio, corpus) -> None:
    """Six clips of 0.1 s by six speakers, as the real corpora are laid out."""
    rows = []
    with tarfile.open(audio / f"{corpus.name}.tar", "w") as tar:
        for i in range(6):
            encoded = io.BytesIO()
            soundfile.write(encoded, np.full(RATE // 10, 0.1 * (i + 1)), RATE, format="FLAC")
            info = tarfile.TarInfo(f"{corpus.name}/{corpus.name}-{i}.flac")
            info.size = len(encoded.getvalue())
            encoded.seek(0)
            tar.addfile(info, encoded)
            rows.append({
                "file": f"{corpus.name}-{i}.flac", "speaker": f"s{i}" if i else "", "gender": "male",
                "transcript": f"text {i % 3}", "label_raw": ("angry", "happy", "neutral")[i % 3], "esc_id": f"1-{i}-A",
                "place": "webservice", "subset": "test-other" if i == 1 else "train",
            })  # fmt: skip
    pd.DataFrame(rows).to_csv(audio / f"{corpus.name}.csv", index=False)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "audio").mkdir()
    for corpus in CORPORA:
        write_corpus(folder / "audio", corpus)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["data", "--data", str(folder), "--work", str(folder)])
        main()
    return load_table(folder)


def test_clips_keep_their_place(table):
    clip = table[table["clip"] == "turev-3"].iloc[0]
    assert np.allclose(read_clip(clip), 0.4, atol=0.01) and clip.samples == RATE // 10


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
