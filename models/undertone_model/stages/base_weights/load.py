"""Open the converted base weights."""

from pathlib import Path

import torch

from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.moonshine import build
from undertone_model.network.recogniser import Recogniser, build_decoder

STATE = "moonshine-tiny.pt"


def weights_file(folder: Path) -> Path:
    return folder / STATE


def load_encoder(folder: Path) -> tuple[FrontEnd, Encoder]:
    """`folder`: where `python -m undertone_model base-weights` left the weights."""
    return build(torch.load(folder / STATE)["encoder"])


def load_recogniser(folder: Path) -> Recogniser:
    return Recogniser(*load_encoder(folder), build_decoder(torch.load(folder / STATE)["decoder"])).eval()
