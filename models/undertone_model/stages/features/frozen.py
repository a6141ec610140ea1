"""What lies frozen under all that learns after stage 1."""

from pathlib import Path

from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.asr.artefacts import load_stage


def load_encoding(work: Path, name: str | None = None) -> tuple[FrontEnd, Encoder]:
    return load_frozen(work, name)[:2]


def load_frozen(work: Path, name: str | None = None) -> tuple[FrontEnd, Encoder, CTCHead]:
    """The CTC head too."""
    recogniser, ctc_head = load_stage(work, name)
    return tuple(part.requires_grad_(False) for part in (recogniser.front_end, recogniser.encoder, ctc_head))
