"""What lies frozen under the classifier: front end, encoder and word pieces, as stage 1 of the same build left them."""

from pathlib import Path

from asr.checkpoint import load_stage
from network.encoder import Encoder
from network.front_end import FrontEnd
from network.words import Words


def load_frozen(work: Path, build: str) -> tuple[FrontEnd, Encoder, Words]:
    recogniser, words = load_stage(work, build)
    parts = recogniser.front_end, recogniser.encoder, words
    for part in parts:
        part.requires_grad_(False)
    return parts
