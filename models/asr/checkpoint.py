"""Where stage 1 keeps its one checkpoint of each build, and how the later stages open it."""

from pathlib import Path

import torch

from network.recogniser import Recogniser
from network.words import Words


def checkpoint_file(work: Path, build: str) -> Path:
    return work / "asr" / build / "checkpoint.pt"


def pieces_file(work: Path) -> Path:
    """The word pieces of both builds: they come from the same English transcripts."""
    return work / "asr" / "pieces.json"


def load_trained(file: Path, recogniser: Recogniser) -> tuple[Recogniser, Words]:
    """`recogniser`, and the projection to word pieces, with the weights of a checkpoint of this stage."""
    state = torch.load(file)["model"]
    parts = {"recogniser.": recogniser, "words.": Words()}
    for prefix, part in parts.items():
        part.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})
        part.eval()
    return tuple(parts.values())
