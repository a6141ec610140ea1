"""Where stage 1 keeps its checkpoint of each build and what it ends with, and how the later stages open that."""

from pathlib import Path

import torch

from undertone_model.network.ctc_head import Words
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.base_weights.load import load_recogniser


def checkpoint_file(work: Path, build: str) -> Path:
    return work / "asr" / build / "checkpoint.pt"


def restored_file(work: Path, build: str) -> Path:
    """The encoder that later stages take: see `interpolate`."""
    return work / "asr" / build / "restored.pt"


def hearing_file(work: Path, build: str) -> Path:
    """The words that later stages take: see `ctc-head`."""
    return work / "asr" / build / "hearing.pt"


def earlier_file(work: Path, build: str) -> Path:
    """Where `unpack` leaves the list of data of the model whose weights it took."""
    return work / "asr" / build / "data.json"


def pieces_file(work: Path) -> Path:
    """The word pieces of both builds: they come from the same English transcripts."""
    return work / "asr" / "pieces.json"


def save_trained(file: Path, recogniser: Recogniser, words: Words) -> None:
    state = {f"{prefix}{name}": value for prefix, part in _parts(recogniser, words).items() for name, value in part.state_dict().items()}
    torch.save({"model": state}, file)


def load_trained(file: Path, recogniser: Recogniser) -> tuple[Recogniser, Words]:
    """`recogniser`, and words without layers of their own, with the weights of `asr` or `interpolate`."""
    state = torch.load(file)["model"]
    parts = _parts(recogniser, Words(layers=0))
    for prefix, part in parts.items():
        part.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})
        part.eval()
    return tuple(parts.values())


def load_stage(work: Path, build: str) -> tuple[Recogniser, Words]:
    """What all of stage 1 left of a build."""
    recogniser, _ = load_trained(restored_file(work, build), load_recogniser(work / "base"))
    return recogniser, load_words(work, build)


def load_words(work: Path, build: str) -> Words:
    """As `ctc-head` left them."""
    words = Words()
    words.load_state_dict(torch.load(hearing_file(work, build))["words"])
    return words.eval()


def _parts(recogniser: Recogniser, words: Words) -> dict[str, Recogniser | Words]:
    """By the prefix of their names in the state of a `Training`."""
    return {"recogniser.": recogniser, "words.": words}
