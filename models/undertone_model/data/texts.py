"""The texts with sentiment: sentences of the corpora, and everyday ones of our own."""

import re
from pathlib import Path

import pandas as pd

from undertone_model.workspace import of_corpora

EVERYDAY = Path(__file__).with_name("everyday.tsv")
_GOEMOTIONS_SPLITS, _MELD_SPLITS = ("train", "dev", "test"), ("train", "dev")
# Google's grouping of the 28 emotions; confusion, curiosity, realization and surprise are ambiguous.
_GOEMOTIONS = {
    "positive": "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief",
    "negative": "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness",
    "neutral": "neutral",
}
_POLARITY = {emotion: polarity for polarity, emotions in _GOEMOTIONS.items() for emotion in emotions.split()}


def spoken_form(text: str) -> str:
    """Lower-case words alone, as a recogniser without casing and punctuation writes them."""
    return " ".join(re.findall(r"[a-z']+", text.lower().replace("’", "'")))


def text_files(data: Path) -> dict[str, Path]:
    """All that is read here, by name."""
    names = ["go_labels.txt", *(f"go_{split}.tsv" for split in _GOEMOTIONS_SPLITS), *(f"meld_{split}.csv" for split in _MELD_SPLITS)]
    return {Path(name).stem: of_corpora(data / "text" / name) for name in names}


def read_goemotions(data: Path, split: str) -> pd.DataFrame:
    """Columns id, text and label of one split (train, dev or test). Sentences whose emotions are ambiguous or of two
    polarities are dropped."""
    names = (data / "text" / "go_labels.txt").read_text().split()
    raw = pd.read_csv(data / "text" / f"go_{split}.tsv", sep="\t", names=["text", "labels", "id"], dtype=str, quoting=3)
    polarities = raw["labels"].map(lambda ids: {_POLARITY.get(names[int(i)], "ambiguous") for i in ids.split(",")})
    single = polarities.map(len) == 1
    raw["label"] = polarities.map(min)
    return raw.loc[single & (raw["label"] != "ambiguous"), ["id", "text", "label"]].reset_index(drop=True)


def read_meld(data: Path, split: str) -> pd.DataFrame:
    """Columns id, dialogue (a number), text and label of one split (train or dev) of MELD: utterances of television dialogue."""
    raw = pd.read_csv(data / "text" / f"meld_{split}.csv")
    number = raw["Dialogue_ID"].astype(str) + "-" + raw["Utterance_ID"].astype(str)
    text = raw["Utterance"].str.replace("\x92", "'")
    return pd.DataFrame({"id": number, "dialogue": raw["Dialogue_ID"], "text": text, "label": raw["Sentiment"]})


def read_everyday() -> pd.DataFrame:
    """Columns id, text and label of 150 clear sentences of service calls, as many of each label: complaints, thanks, plain requests and facts,
    negations. They judge, nothing learns from them."""
    table = pd.read_csv(EVERYDAY, sep="\t", names=["label", "text"])
    return table.assign(id=table.index.astype(str))


def held_out(data: Path) -> set[str]:
    """The spoken forms of all sentences that validate or test: GoEmotions' dev and test, MELD's dev and the everyday ones."""
    tables = [read_goemotions(data, "dev"), read_goemotions(data, "test"), read_meld(data, "dev"), read_everyday()]
    return {spoken_form(text) for table in tables for text in table["text"]}
