"""Reading the clips: one table for all corpora and voices, one memory-mapped store for each."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.workspace import MissingArtefact, present

TABLES = ("clips", "synthetic", "labels")
"""The tables that runs learn from, each as NAME.parquet in the work folder."""
TESTS = "tests"
"""The table of the corpora from which nothing learns. No run takes it: another test corpus makes no run another one."""


def store_path(work: Path, store: str) -> Path:
    return Path(work) / "audio" / f"{store}.int16"


def table_file(work: Path, name: str) -> Path:
    return Path(work) / f"{name}.parquet"


def table_files(work: Path) -> dict[str, Path]:
    """Those that there are of TABLES, by name: what a run takes. They stand for the samples too, of which they hold the places."""
    present(table_file(work, "clips"), "prepare-data")
    return {name: table_file(work, name) for name in TABLES if table_file(work, name).exists()}


def load_table(work: Path) -> pd.DataFrame:
    """All clips made so far: the corpora, the synthetic speech, then the corpora that test only. Where the stage `pseudo-labels` has run, its
    transcripts and pseudo-labels fill the gaps. `store` becomes the path of the store, as `read_clip` wants it."""
    files = table_files(work)
    files |= {TESTS: table_file(work, TESTS)} if table_file(work, TESTS).exists() else {}
    table = pd.concat([pd.read_parquet(files[name]) for name in ("clips", "synthetic", TESTS) if name in files], ignore_index=True)
    if "labels" in files:
        table = _fill(table, pd.read_parquet(files["labels"]))
    table["store"] = table["store"].map(lambda store: str(store_path(work, store)))
    return table


def _fill(table: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    pseudo = labels.set_index("clip").reindex(table["clip"]).fillna("")
    for column in ("transcript", "label"):
        gap = (table[column] == "").to_numpy() & (pseudo[column] != "").to_numpy()
        table.loc[gap, column] = pseudo[column].to_numpy()[gap]
        if column == "label":
            table.loc[gap, "origin"] = "text"
    return table


@lru_cache(maxsize=64)
def _samples(store: str) -> np.ndarray:
    return np.memmap(store, dtype="<i2", mode="r")


def read_clip(row) -> np.ndarray:
    """Samples of one row of `load_table`: float32 `[samples]` in [-1, 1), 16 kHz mono."""
    return _samples(row.store)[row.offset : row.offset + row.samples].astype(np.float32) / 32768


class StoreWriter:
    """Appends clips to the first `keep` samples of a store: what is behind them, an interruption left that the table does not know. Use as
    a context manager."""

    def __init__(self, work: Path, store: str, keep: int = 0):
        path = store_path(work, store)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if path.stat().st_size < 2 * keep:
            raise MissingArtefact(f"{path} has fewer samples than its table says: delete both, they are made again")
        self._file = path.open("r+b")
        self._file.truncate(2 * keep)
        self._file.seek(2 * keep)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def write(self, pcm: np.ndarray) -> tuple[int, int]:
        """Append float `[samples]` in [-1, 1]; returns offset and length in samples."""
        offset = self._file.tell() // 2
        self._file.write((np.clip(pcm, -1, 32767 / 32768) * 32768).round().astype("<i2").tobytes())
        self._file.flush()
        return offset, len(pcm)
