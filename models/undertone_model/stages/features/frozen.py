"""What lies frozen under the classifier: front end, encoder and CTC head, as stage 1 of the same build left them."""

from pathlib import Path

from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.asr.artefacts import load_stage


def load_frozen(work: Path, build: str, name: str | None = None) -> tuple[FrontEnd, Encoder, CTCHead]:
    recogniser, ctc_head = load_stage(work, build, name)
    parts = recogniser.front_end, recogniser.encoder, ctc_head
    for part in parts:
        part.requires_grad_(False)
    return parts
