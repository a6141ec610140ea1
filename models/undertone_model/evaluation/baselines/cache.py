"""Values by clip, computed once and kept."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

_CHUNK = 200


def cached(file: Path, rows: pd.DataFrame, compute: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """`compute(rows)` (one row each, any columns) in the order of `rows`; what the file has from before, by clip, is
    not computed again."""
    known = pd.read_parquet(file) if file.exists() else pd.DataFrame()
    missing = rows[~rows["clip"].isin(known.index)].drop_duplicates("clip")
    file.parent.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(missing), _CHUNK):
        part = missing[start : start + _CHUNK]
        known = pd.concat([known, compute(part).set_axis(part["clip"], axis=0)])
        partial = file.with_suffix(".partial")
        known.to_parquet(partial)
        partial.replace(file)
    return known.loc[rows["clip"]].reset_index(drop=True)
