import numpy as np
import pandas as pd

from undertone_model.data.store import StoreWriter, load_table, read_clip
from undertone_model.data.table import COLUMNS


def row(clip: str, **facts) -> dict:
    return dict.fromkeys(COLUMNS, "") | {"clip": clip, "store": "a", "speech": True} | facts


def test_clips_come_back_as_written(tmp_path):
    first, second = np.linspace(-1, 1, 1000, dtype=np.float32), np.full(10, 0.5, np.float32)
    with StoreWriter(tmp_path, "a") as store:
        places = [store.write(first), store.write(second)]
    rows = [row(f"a-{i}", offset=offset, samples=samples) for i, (offset, samples) in enumerate(places)]
    pd.DataFrame(rows).to_parquet(tmp_path / "clips.parquet")
    table = load_table(tmp_path)
    assert np.allclose(read_clip(table.iloc[0]), first, atol=1 / 32768)
    assert np.array_equal(read_clip(table.iloc[1]), second)


def test_pseudo_labels_never_overwrite(tmp_path):
    rows = [row("a", label="positive", origin="acted", transcript="known"), row("b"), row("c", transcript="known")]
    pd.DataFrame(rows).assign(offset=0, samples=0).to_parquet(tmp_path / "clips.parquet")
    pseudo = pd.DataFrame({"clip": ["a", "b", "c"], "transcript": "guessed", "label": ["negative", "negative", ""]})
    pseudo.to_parquet(tmp_path / "labels.parquet")
    table = load_table(tmp_path).set_index("clip")
    assert table["label"].tolist() == ["positive", "negative", ""]
    assert table["origin"].tolist() == ["acted", "text", ""]
    assert table["transcript"].tolist() == ["known", "guessed", "known"]
