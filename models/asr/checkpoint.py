"""Where stage 1 keeps its checkpoint of each build and what it ends with, and how the later stages open that."""

from pathlib import Path

import torch

from network.recogniser import Recogniser
from network.words import Words


def checkpoint_file(work: Path, build: str) -> Path:
    return work / "asr" / build / "checkpoint.pt"


def restored_file(work: Path, build: str) -> Path:
    """What later stages take: see `asr.restore`."""
    return work / "asr" / build / "restored.pt"


def pieces_file(work: Path) -> Path:
    """The word pieces of both builds: they come from the same English transcripts."""
    return work / "asr" / "pieces.json"


def save_trained(file: Path, recogniser: Recogniser, words: Words) -> None:
    state = {f"{prefix}{name}": value for prefix, part in _parts(recogniser, words).items() for name, value in part.state_dict().items()}
    torch.save({"model": state}, file)


def load_trained(file: Path, recogniser: Recogniser) -> tuple[Recogniser, Words]:
    """`recogniser`, and the projection to word pieces, with the weights of a file of this stage."""
    state = torch.load(file)["model"]
    parts = _parts(recogniser, Words())
    for prefix, part in parts.items():
        part.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})
        part.eval()
    return tuple(parts.values())


def _parts(recogniser: Recogniser, words: Words) -> dict[str, Recogniser | Words]:
    """By the prefix of their names in the state of a `Training`."""
    return {"recogniser.": recogniser, "words.": words}
