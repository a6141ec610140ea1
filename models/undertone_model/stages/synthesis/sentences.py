"""Which sentences are spoken: clean, conversational, balanced over the classes and shared by no two parts."""

import hashlib
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from undertone_model.contract import LABELS
from undertone_model.data.texts import read_everyday, read_goemotions, read_meld, spoken_form


def _everyday(data: Path, source: str) -> pd.DataFrame:
    return read_everyday()


class Part(NamedTuple):
    """Where its sentences are from, `read(data, source)`, and of its clips: how their names begin, corpus, split and use."""

    read: Callable[[Path, str], pd.DataFrame]
    source: str
    prefix: str
    corpus: str
    split: str
    use: str


PARTS = {
    "valid": Part(read_goemotions, "dev", "go", "synthetic", "valid", "open"),
    "train": Part(read_goemotions, "train", "go", "synthetic", "train", "open"),
    "test": Part(read_goemotions, "test", "go", "synthetic", "test", "open"),
    "dialogue": Part(read_meld, "dev", "meld", "dialogue", "test", "test"),
    # The same sentences in both voices: what differs is how they sound.
    "everyday": Part(_everyday, "", "everyday", "everyday", "valid", "open"),
    "everyday_test": Part(_everyday, "", "everyday-test", "everyday", "test", "test"),
}
_NAMES = ("Alex", "Sam", "Maria", "John", "Emma", "David", "Kate", "Tom", "Anna", "Chris")
_SPEAKABLE = re.compile(r"[A-Za-z ,.!?'’\"-]+")
_INTERNET = re.compile(
    r"\b(https?|www|com|lol|lmao|reddit|subreddit|sub|upvote|downvote|op|edit|tldr|tl|dr|imgur|mods?|karma)\b",
    re.IGNORECASE,
)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def speakable(text: str, words: tuple[int, int]) -> str | None:
    """The text as a person would say it, or None if nobody would, or if it has fewer or more
    words: placeholders of names filled, shouting lowered."""
    text = text.replace("[NAME]", _NAMES[_hash(text) % len(_NAMES)]).replace("’", "'").strip()
    if not _SPEAKABLE.fullmatch(text) or _INTERNET.search(text) or not words[0] <= len(text.split()) <= words[1]:
        return None
    if text.isupper():
        text = text.capitalize()
    return text if re.search(r"[.!?]['\"]?$", text) else f"{text}."


def sentences(data: Path, part: str, words: tuple[int, int]) -> pd.DataFrame:
    """Columns id, text and label for one of PARTS. Any first rows of it hold the classes in equal numbers
    until the rarest runs out."""
    table = _spoken(data, part, words)
    for other in ("test", "valid", "train"):
        if other == part:
            break
        table = table[~table["key"].isin(_spoken(data, other, words)["key"])]
    table = table.assign(order=table["id"].map(_hash)).sort_values("order")
    table["rank"] = table.groupby("label").cumcount()
    table["place"] = table["label"].map(LABELS.index)
    return table.sort_values(["rank", "place"])[["id", "text", "label"]].reset_index(drop=True)


def _spoken(data: Path, part: str, words: tuple[int, int]) -> pd.DataFrame:
    table = PARTS[part].read(data, PARTS[part].source)
    table["text"] = table["text"].map(partial(speakable, words=words))
    table = table.dropna(subset="text")
    table["key"] = table["text"].map(spoken_form)
    # The same words with two labels have none that can be learned.
    labels = table.groupby("key")["label"].transform("nunique")
    return table[labels == 1].drop_duplicates("key")
