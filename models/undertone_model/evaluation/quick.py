"""The quick look: words, tone of each corpus, speech presence and steadiness, on samples of validation and of test."""

import numpy as np
import pandas as pd

from undertone_model.data.presence import speech_windows
from undertone_model.data.table import thinned
from undertone_model.evaluation.model import Model, guesses
from undertone_model.evaluation.sets import REAL_WORDS, labelled, truth
from undertone_model.evaluation.steady import plain_figures, steady_figures
from undertone_model.evaluation.tone import calibration
from undertone_model.metrics import area_under_curve, macro_f1, recall_mean

_CLIPS = 150
_WINDOWS = 300
_STREAMS = 24


def quick_look(table: pd.DataFrame, model: Model) -> pd.DataFrame:
    """Rows: split, set, clips, UAR, macro-F1 (or AUC), over all clips of a split the calibration error, and how steady real talk is."""
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
                | (_plain(rows, sentiment) if name == REAL_WORDS else {})
            )
        lines.append({"split": split, "set": "all", "ece": calibration(np.concatenate(labels), np.concatenate(answers))})
        lines.append({"split": split, "set": "speech"} | _speech(table, split, model))
        lines += [{"split": split, "set": what} | _changes(part) for what, part in steady_figures(table, split, model, _STREAMS).items()]
    return pd.DataFrame(lines)


def _plain(rows: pd.DataFrame, sentiment: np.ndarray) -> dict:
    return {f"neutral_as_{what}": entry["value"] for what, entry in plain_figures(rows, sentiment).items()}


def _changes(part: dict) -> dict:
    shifted = part["window"]["shifted"]
    return {"clips": part["recordings"], "shifted": shifted and shifted["value"], "flips_a_minute": part["window"]["flips_a_minute"]}


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
