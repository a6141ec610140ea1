"""One corpus, from its csv to rows of the clip table."""

from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.data.corpora import NONVERBAL, UNCERTAIN, Corpus
from undertone_model.data.emotions import polarity
from undertone_model.data.splits import split_groups

# clip: id · speaker: "<clip>?" if unknown · age: band or years as the source says · label: one of
# contract.LABELS or "" · origin: where the label is from (human, acted, text, synthetic or "") · emotion: raw
# label · text_label: polarity of the words speech: True, False or missing (a vocal sound or uncertain) · kind:
# speech, noise, music, nonverbal or rir · voice: of synthetic speech
COLUMNS = (
    "clip", "corpus", "language", "speaker", "gender", "age", "accent", "transcript", "label",
    "origin", "emotion", "text_label", "speech", "use", "split", "kind", "offset", "samples", "store", "voice",
)  # fmt: skip

_TEXT_SENTIMENT = {"-1": "negative", "0": "neutral", "1": "positive", "": ""}


def corpus_rows(audio: Path, corpus: Corpus) -> pd.DataFrame:
    """Rows of one corpus, with `file` (its name inside the tar) and without a place in a store yet."""
    raw = pd.read_csv(audio / f"{corpus.name}.csv", dtype=str, keep_default_na=False)
    if corpus.only:
        raw = raw.query(corpus.only).reset_index(drop=True)

    def column(name: str) -> pd.Series:
        return raw[name] if name in raw else pd.Series("", index=raw.index)

    clip = raw["file"].str.rsplit(".", n=1).str[0]
    rows = pd.DataFrame({
        "clip": clip,
        "corpus": corpus.name,
        "language": corpus.language or column("language"),
        "speaker": (corpus.name + ":" + raw["speaker"]).where(raw["speaker"] != "", clip + "?"),
        "gender": raw["gender"].where(raw["gender"].isin(["male", "female"]), ""),
        "age": column("age"),
        "accent": column("accent"),
        "transcript": raw["transcript"] if corpus.kind == "speech" else "",
        "label": raw["label_raw"].map(polarity) if corpus.emotional else "",
        "origin": corpus.origin if corpus.emotional else "",
        "emotion": raw["label_raw"],
        "text_label": column("text_sentiment").map(_TEXT_SENTIMENT),
        "use": corpus.use,
        "kind": _kinds(corpus, raw),
        "store": corpus.name,
        "voice": "",
        "file": raw["file"],
    })  # fmt: skip
    rows.loc[rows["label"] == "", "origin"] = ""
    rows["speech"] = _speech(corpus, rows)
    rows["split"] = _split(corpus, rows, raw)
    return rows


def _kinds(corpus: Corpus, raw: pd.DataFrame) -> pd.Series:
    return pd.Series(corpus.kind, index=raw.index).mask(raw["label_raw"].isin(NONVERBAL), "nonverbal")


def _speech(corpus: Corpus, rows: pd.DataFrame) -> pd.Series:
    speech = rows["kind"].map({"speech": True, "noise": False, "music": False}).astype("boolean")
    # Each side of the shipped call is silent for about half of it.
    return speech.mask(rows["emotion"].isin(UNCERTAIN) | (corpus.name == "aws_lca"), pd.NA)


def _split(corpus: Corpus, rows: pd.DataFrame, raw: pd.DataFrame) -> pd.Series:
    if isinstance(corpus.fractions, str):
        return pd.Series(corpus.fractions, index=rows.index)
    # ESC names a clip fold-recording-take.
    groups = raw["esc_id"].str.split("-").str[1] if corpus.split_by == "recording" else rows[corpus.split_by]
    strata = rows[corpus.balance_by] if corpus.balance_by else pd.Series("", index=rows.index)
    split = split_groups(groups, strata, corpus.fractions)
    for name, query in corpus.fixed.items():
        split[raw.eval(query)] = name
    return split


def thinned(rows: pd.DataFrame, most: int | None) -> pd.DataFrame:
    """At most `most` rows, the same ones each time: what is measured on them compares whatever the seed of a run."""
    return rows if most is None or len(rows) <= most else rows.sample(most, random_state=0).reset_index(drop=True)


def corpus_shares(rows: pd.DataFrame, power: float) -> np.ndarray:
    """How often to draw each of `rows`, 1 in all: a corpus in proportion to its size to the `power`."""
    weights = rows.groupby("corpus")["clip"].transform("size") ** (power - 1)
    return (weights / weights.sum()).to_numpy()
