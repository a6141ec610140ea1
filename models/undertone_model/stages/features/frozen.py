"""What lies frozen under all that learns after stage 1 of the same build."""

from pathlib import Path

from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.asr.artefacts import load_ctc_head, load_stage


def load_encoding(work: Path, build: str, name: str | None = None) -> tuple[FrontEnd, Encoder]:
    recogniser, _ = load_stage(work, build, name)
    for part in (recogniser.front_end, recogniser.encoder):
        part.requires_grad_(False)
    return recogniser.front_end, recogniser.encoder


def load_frozen(work: Path, build: str, name: str | None = None) -> tuple[FrontEnd, Encoder, CTCHead]:
    """The CTC head too."""
    return *load_encoding(work, build, name), load_ctc_head(work, build, name).requires_grad_(False)
