"""The test sets."""

import numpy as np
import pandas as pd

from undertone_model.contract import LABELS
from undertone_model.data.table import thinned

WORDS = "synthetic"
DIALOGUE = "dialogue"
EVERYDAY = "everyday"
"""Clear sentences of service calls in a flat voice."""
REAL_WORDS = "commonvoice_dev"
CONFLICT = "deeply_krs"
MOVED = "moss_synth"
"""A neutral sentence in English and in German, in synthetic voices that play emotions. No build trains on it."""
# Corpora of people that no build trains on; the others appear with speakers held out.
UNSEEN = ("turev", "urdu", "deeply_krs")
TONE = ("emodb", "nemo", "ased", "emospeech_in", "emotiontts_ko", *UNSEEN)


def labelled(table: pd.DataFrame, split: str = "test", most: int | None = None) -> dict[str, pd.DataFrame]:
    """Rows with a label by corpus: the words of comments and of dialogue, the real words (whose labels are pseudo-labels), moved
    synthetic voices, and the tone of people; `most` thins out each at random."""
    mine = table[(table["split"] == split) & (table["kind"] == "speech") & (table["label"] != "")]
    sets = {
        corpus: mine[mine["corpus"] == corpus].reset_index(drop=True) for corpus in (WORDS, DIALOGUE, EVERYDAY, REAL_WORDS, MOVED, *TONE)
    }
    return {corpus: thinned(rows, most) for corpus, rows in sets.items() if len(rows)}


def truth(rows: pd.DataFrame, column: str = "label") -> np.ndarray:
    """Indices of `LABELS`."""
    return rows[column].map(LABELS.index).to_numpy()
