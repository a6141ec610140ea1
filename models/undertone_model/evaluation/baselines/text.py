"""Text alone: Moonshine's transcript, then the text labeller."""

from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.evaluation.baselines.cache import cached
from undertone_model.stages.pseudo_labels.labeller import load_labeller
from undertone_model.stages.pseudo_labels.transcripts import transcribe


class TextOnly:
    """Needs what `python -m undertone_model base-weights` and `python -m undertone_model pseudo-labels` left in `work`."""

    def __init__(self, work: Path):
        self._work = work
        self._labeller = load_labeller(work)

    def __call__(self, rows: pd.DataFrame) -> np.ndarray:
        """Sentiment `[rows, 3]`."""
        texts = cached(self._work / "baselines" / "transcripts.parquet", rows, self._transcripts)["transcript"]
        return self._labeller.probabilities(list(texts))

    def _transcripts(self, rows: pd.DataFrame) -> pd.DataFrame:
        return transcribe(rows, self._work / "base").to_frame("transcript")
