"""What the speech head leaves for export: its weights, how it is calibrated, and its figures."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.workspace import artefact


@dataclass
class SpeechHead:
    """`state`: of an AttentiveHead of one output; `temperature` and `threshold`: of its probabilities; `figures`: for the manifest."""

    state: dict[str, Tensor]
    temperature: float
    threshold: float
    figures: list[dict]

    def head(self) -> AttentiveHead:
        head = AttentiveHead(1)
        head.load_state_dict(self.state)
        return head.eval()


def load_speech_head(work: Path, name: str | None = None) -> SpeechHead:
    return SpeechHead(**torch.load(artefact(work, "speech-head", name=name)))
