"""The frozen encoder under the classifier: as the base has it, or as stage 1 left it."""

from pathlib import Path

from asr.checkpoint import checkpoint_file, load_trained
from base.load import load_encoder, load_recogniser
from network.encoder import Encoder
from network.front_end import FrontEnd

ENCODERS = ("base", "asr")


def load_frozen(work: Path, build: str, encoder: str) -> tuple[FrontEnd, Encoder]:
    """`encoder`: one of ENCODERS; "asr" is the stage 1 run of the same build."""
    base = work / "base"
    if encoder == "base":
        parts = load_encoder(base)
    else:
        recogniser = load_trained(checkpoint_file(work, build), load_recogniser(base))
        parts = recogniser.front_end, recogniser.encoder
    for part in parts:
        part.eval().requires_grad_(False)
    return parts
