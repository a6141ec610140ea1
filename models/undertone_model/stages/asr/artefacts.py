"""What stage 1 leaves, and how later stages open it."""

from pathlib import Path

import torch

from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.workspace import artefact, base_folder


def load_trained(file: Path, recogniser: Recogniser) -> tuple[Recogniser, CTCHead]:
    """`recogniser`, and a CTC head without layers of its own, with the weights of `asr` or `interpolate`."""
    state, ctc_head = torch.load(file), CTCHead(layers=0)
    recogniser.load_state_dict(state["recogniser"])
    ctc_head.load_state_dict(state["ctc_head"])
    return recogniser.eval(), ctc_head.eval()


def load_interpolated(work: Path, name: str | None = None) -> tuple[Recogniser, CTCHead]:
    """The recogniser and the projection from which `ctc-head` begins."""
    return load_trained(artefact(work, "interpolate", name=name), load_recogniser(base_folder(work)))


def load_stage(work: Path, name: str | None = None) -> tuple[Recogniser, CTCHead]:
    """The recogniser and the CTC head that later stages take."""
    recogniser, ctc_head = load_interpolated(work, name)[0], CTCHead()
    state = torch.load(artefact(work, "ctc-head", name=name))
    recogniser.encoder.load_state_dict(state["encoder"])
    ctc_head.load_state_dict(state["ctc_head"])
    return recogniser.eval(), ctc_head.eval()
