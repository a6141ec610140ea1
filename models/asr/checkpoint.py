"""Where stage 1 keeps its one checkpoint of each build, and how the later stages open it."""

from pathlib import Path

import torch

from network.recogniser import Recogniser


def checkpoint_file(work: Path, build: str) -> Path:
    return work / "asr" / build / "checkpoint.pt"


def load_trained(file: Path, recogniser: Recogniser) -> Recogniser:
    """`recogniser` with the weights of a checkpoint of this stage."""
    prefix = "recogniser."
    state = torch.load(file)["model"]
    recogniser.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})
    return recogniser.eval()
