"""After stage 1: part of the way back to the base weights, and the largest of them rounded to 4 bits.

    python -m asr.restore --work DIR --build open

Weights between those of a base model and of its fine-tuning keep more of what the base knew than the fine-tuned ones, and most of what
these learned (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). Later stages take the encoder from here, so that what
rounding changes is there when they learn.
"""

from pathlib import Path

import torch
from torch import nn

from asr.checkpoint import checkpoint_file, load_trained, restored_file, save_trained
from base.load import load_recogniser
from builds import USES
from network.encoder import Encoder
from network.recogniser import Recogniser
from network.words import Words
from paths import stage_parser
from rounding import joined, split

KEPT = 0.5
"""Share of the way from the base weights to the trained ones."""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose stage 1")
    options = parser.parse_args()
    recogniser, words = restored(options.work, options.build)
    round_feed_forward(recogniser.encoder)
    save_trained(restored_file(options.work, options.build), recogniser, words)


def restored(work: Path, build: str) -> tuple[Recogniser, Words]:
    """What stage 1 learned, part of the way back, not rounded yet."""
    recogniser, words = load_trained(checkpoint_file(work, build), load_recogniser(work / "base"))
    go_back(recogniser, load_recogniser(work / "base"), KEPT)
    return recogniser, words


@torch.no_grad()
def go_back(trained: nn.Module, base: nn.Module, kept: float) -> None:
    """Set the weights of `trained` to `kept` of theirs and the rest of the base's."""
    for weight, old in zip(trained.parameters(), base.parameters(), strict=True):
        weight.copy_(torch.lerp(old, weight, kept))


@torch.no_grad()
def round_feed_forward(encoder: Encoder) -> None:
    """Half of all weights; the room that they leave in the file is that of the layers which hear words."""
    for layer in encoder.layers:
        for weight in (layer.fc1.weight, layer.fc2.weight):
            weight.copy_(torch.from_numpy(joined(*split(weight.T.numpy())).T))


if __name__ == "__main__":
    main()
