"""What stage 2 leaves for export and evaluation: the whole network and how it came to be."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone
from undertone_model.workspace import artefact


@dataclass
class Trained:
    """`state`: of Undertone, temperatures included; `data` and `figures`: the manifest's lists."""

    state: dict[str, Tensor]
    speech_threshold: float
    data: list[dict]
    figures: list[dict]

    def network(self) -> Undertone:
        network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
        network.load_state_dict(self.state)
        return network.eval()


def load_classifier(work: Path, build: str, name: str | None = None) -> Trained:
    return Trained(**torch.load(artefact(work, "classifier", build, name)))
