"""Text alone: Moonshine's transcript, then the text labeller."""

from pathlib import Path

import numpy as np
import pandas as pd

from evaluation.baselines.cache import cached
from labels.sentiment import load_labeller
from labels.transcripts import transcribe


def text_only(rows: pd.DataFrame, work: Path) -> np.ndarray:
    """Sentiment `[rows, 3]`."""

    def transcripts(part: pd.DataFrame) -> pd.DataFrame:
        return transcribe(part, work / "base").to_frame("transcript")

    texts = cached(work / "baselines" / "transcripts.parquet", rows, transcripts)["transcript"]
    return load_labeller(work / "labels" / "goemotions.pt").probabilities(list(texts))
