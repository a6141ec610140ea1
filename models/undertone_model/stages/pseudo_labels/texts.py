"""Which texts teach the labeller and which calibrate it."""

from pathlib import Path

import pandas as pd

from undertone_model.data.texts import held_out, read_goemotions, read_meld, spoken_form


def texts(data: Path, calibrating_dialogues: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Columns text and label, to learn from and to calibrate on: comments from GoEmotions and dialogue from MELD. Nothing is learned whose
    words are in what calibrates or in what tests the labeller."""
    dialogue = read_meld(data, "train")
    calibrates = dialogue["dialogue"] % calibrating_dialogues == 0
    check = pd.concat([read_goemotions(data, "dev"), dialogue[calibrates]], ignore_index=True)
    learn = pd.concat([read_goemotions(data, "train"), dialogue[~calibrates]], ignore_index=True)
    apart = held_out(data) | set(dialogue["text"][calibrates].map(spoken_form))
    learn = learn[~learn["text"].map(spoken_form).isin(apart)]
    return learn[["text", "label"]].reset_index(drop=True), check[["text", "label"]]
