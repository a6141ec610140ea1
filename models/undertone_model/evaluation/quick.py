"""The quick look: words, tone of each corpus and speech presence, on samples of validation and of test."""

import numpy as np
import pandas as pd

from undertone_model.data.presence import speech_windows
from undertone_model.data.table import thinned
from undertone_model.evaluation.model import Model, guesses
from undertone_model.evaluation.sets import labelled, truth
from undertone_model.evaluation.tone import calibration
from undertone_model.metrics import area_under_curve, macro_f1, recall_mean

_CLIPS = 150
_WINDOWS = 300


def quick_look(table: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Rows: split, set, clips, UAR, macro-F1 (or AUC) and, over all clips of a split, the calibration error."""
    lines = []
    for split in ("valid", "test"):
        labels, answers = [], []
        for name, rows in labelled(table, split, _CLIPS).items():
            sentiment = model.clips(rows)
            labels.append(truth(rows))
            answers.append(sentiment)
            guess = guesses(sentiment)
            lines.append(
                {
                    "split": split,
                    "set": name,
                    "clips": len(rows),
                    "uar": recall_mean(labels[-1], guess),
                    "macro_f1": macro_f1(labels[-1], guess),
                }
            )
        lines.append({"split": split, "set": "all", "ece": calibration(np.concatenate(labels), np.concatenate(answers))})
        lines.append({"split": split, "set": "speech"} | _speech(table, split, model))
    return pd.DataFrame(lines)


def _speech(table: pd.DataFrame, split: str, model: Model) -> dict:
    facts, windows = speech_windows(table, split)
    facts = thinned(facts[facts["truth"] >= 0].rename_axis("place").reset_index(), _WINDOWS)
    present, score = facts["truth"].to_numpy(), model(windows[facts["place"]])[1]
    detected = score >= model.speech_threshold
    return {
        "clips": len(facts),
        "auc": area_under_curve(present, score),
        "missed": 1 - detected[present == 1].mean(),
        "false_alarms": detected[present == 0].mean(),
    }
