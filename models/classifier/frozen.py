"""What stage 1 of the same build leaves to stage 2: front end, encoder and word pieces, frozen, and the judge, which goes on learning."""

from pathlib import Path

from asr.checkpoint import checkpoint_file, load_trained
from base.load import load_recogniser
from network.classifier import Classifier
from network.encoder import Encoder
from network.front_end import FrontEnd
from network.words import Words


def load_frozen(work: Path, build: str) -> tuple[tuple[FrontEnd, Encoder, Words], Classifier]:
    recogniser, words, judge = load_trained(checkpoint_file(work, build), load_recogniser(work / "base"))
    parts = recogniser.front_end, recogniser.encoder, words
    for part in parts:
        part.requires_grad_(False)
    return parts, judge
