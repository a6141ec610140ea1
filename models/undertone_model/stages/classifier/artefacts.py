"""What stage 2 leaves for export and evaluation: the whole network and how it came to be, in one file for each build."""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone


@dataclass
class Checkpoint:
    """`state`: of Undertone, temperatures included; `data` and `figures`: the manifest's lists."""

    state: dict[str, Tensor]
    speech_threshold: float
    data: list[dict]
    figures: list[dict]

    def save(self, work: Path, build: str) -> None:
        target = _file(work, build)
        target.parent.mkdir(parents=True, exist_ok=True)
        torch.save(asdict(self), target)

    def network(self) -> Undertone:
        network = Undertone(FrontEnd(), Encoder(), Words(), AdaptiveClassifier())
        network.load_state_dict(self.state)
        return network.eval()


def load_checkpoint(work: Path, build: str) -> Checkpoint:
    return Checkpoint(**torch.load(_file(work, build)))


def _file(work: Path, build: str) -> Path:
    return work / "classifier" / build / "undertone.pt"
