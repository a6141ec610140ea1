"""What lies frozen under the classifier: front end, encoder and word pieces, as stage 1 of the same build left them."""

from pathlib import Path

from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.asr.artefacts import load_stage


def load_frozen(work: Path, build: str) -> tuple[FrontEnd, Encoder, Words]:
    recogniser, words = load_stage(work, build)
    parts = recogniser.front_end, recogniser.encoder, words
    for part in parts:
        part.requires_grad_(False)
    return parts
