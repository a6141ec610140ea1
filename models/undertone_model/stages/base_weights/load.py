"""Open the converted base weights."""

from pathlib import Path

import torch

from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.moonshine import build
from undertone_model.network.recogniser import Recogniser, build_decoder
from undertone_model.workspace import present

STATE = "moonshine-tiny.pt"


def base_files(folder: Path) -> dict[str, Path]:
    """What the stages take of the base model, by name."""
    return {"base": present(folder / STATE, "base-weights"), "tokenizer": present(folder / "tokenizer.bin", "base-weights")}


def load_encoder(folder: Path) -> tuple[FrontEnd, Encoder]:
    """`folder`: where `python -m undertone_model base-weights` left the weights."""
    return build(torch.load(present(folder / STATE, "base-weights"))["encoder"])


def load_recogniser(folder: Path) -> Recogniser:
    return Recogniser(*load_encoder(folder), build_decoder(torch.load(folder / STATE)["decoder"])).eval()
