"""Open the converted base weights."""

from pathlib import Path

import torch

from network.encoder import Encoder
from network.front_end import FrontEnd
from network.moonshine import build
from network.recogniser import Recogniser, build_decoder

STATE = "moonshine-tiny.pt"


def load_encoder(folder: Path) -> tuple[FrontEnd, Encoder]:
    """`folder`: where `python -m base` left the weights."""
    return build(torch.load(folder / STATE)["encoder"])


def load_recogniser(folder: Path) -> Recogniser:
    return Recogniser(*load_encoder(folder), build_decoder(torch.load(folder / STATE)["decoder"])).eval()
