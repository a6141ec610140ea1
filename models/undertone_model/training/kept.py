"""What frozen parts say of clips, whatever the numbers of a run: computed once, and kept for whoever asks next.

It lies in `kept/KIND-DIGEST/CORPUS.npz` of the work folder, by clip. The digest is that of the weights of these parts, so that other weights have
a folder of their own, and nobody is refused. Beside it KIND-DIGEST.made.json says which weights they are, and which run came first.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.training.made import Files, made_file, read_inputs, write_record
from undertone_model.workspace import replacing

CLIPS = "clips"


class Kept:
    """`kind`: of values. `weights`: all that they depend on but the clips. `run`: who asks, for the record."""

    def __init__(self, work: Path, kind: str, weights: Files, run: str):
        inputs = read_inputs(weights, work)
        together = hashlib.sha256("".join(entry.sha256 for entry in inputs.values()).encode()).hexdigest()
        self.folder = work / "kept" / f"{kind}-{together[:12]}"
        self._record = {"run": run, "settings": {}, "inputs": {name: asdict(entry) for name, entry in inputs.items()}}

    def of(self, clips: pd.DataFrame, compute: Callable[[pd.DataFrame], Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
        """Of `clips`, rows of the clip table, all of one corpus: arrays [clips, ...] by name. `compute` gives those of rows that are not there yet."""
        file, names = self.folder / f"{clips['corpus'].iloc[0]}.npz", _names(clips)
        known = dict(np.load(file)) if file.exists() else {}
        missing = clips[~np.isin(names, known.get(CLIPS, np.array([], "U")))]
        if len(missing):
            fresh = {CLIPS: _names(missing), **compute(missing)}
            known = {name: np.concatenate([known[name], values]) if known else values for name, values in fresh.items()}
            if not made_file(self.folder).exists():
                write_record(self.folder, self._record)
            with replacing(file) as partial, partial.open("wb") as stream:
                np.savez(stream, **known)
        place = {str(name): i for i, name in enumerate(known.pop(CLIPS))}
        rows = [place[name] for name in names]
        return {name: values[rows] for name, values in known.items()}


def _names(clips: pd.DataFrame) -> np.ndarray:
    """A clip of another length is another one."""
    return np.array([f"{row.clip}:{row.samples}" for row in clips.itertuples()])
