"""After stage 1: part of the way back to the base weights, and the largest of them rounded to 4 bits, such that what they give for
clips of the training split changes little.

    python -m undertone_model interpolate --work DIR --build open

Weights between those of a base model and of its fine-tuning keep more of what the base knew than the fine-tuned ones, and most of what
these learned (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). Later stages take the encoder from here, so that what
rounding changes is there when they learn.
"""

from pathlib import Path

import pandas as pd
import torch
from torch import Tensor, nn
from tqdm import tqdm

from undertone_model.builds import USES
from undertone_model.data.store import load_table, read_clip
from undertone_model.data.table import thinned
from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.recogniser import Recogniser
from undertone_model.network.rounding import rounded
from undertone_model.stages.asr.artefacts import checkpoint_file, load_trained, restored_file, save_trained
from undertone_model.stages.asr.examples import trainable
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.workspace import stage_parser

KEPT = 0.5
"""Share of the way from the base weights to the trained ones."""
TYPICAL = 40
"""Clips of each corpus for which rounding changes little what the encoder gives."""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose stage 1")
    options = parser.parse_args()
    torch.set_num_threads(1)
    recogniser, words = restored(options.work, options.build)
    table = load_table(options.work)
    round_feed_forward(recogniser.encoder, typical_frames(recogniser.front_end, trainable(table[table["use"].isin(USES[options.build])])))
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


@torch.inference_mode()
def typical_frames(front_end: FrontEnd, clips: pd.DataFrame) -> list[tuple[Tensor, Tensor]]:
    """What `front_end` gives for some `clips` of each corpus: frames [1, time, width] and their mask."""
    some = pd.concat([thinned(rows, TYPICAL) for _, rows in clips.groupby("corpus")])
    return [front_end(torch.from_numpy(read_clip(row))[None]) for row in some.itertuples()]


@torch.no_grad()
def round_feed_forward(encoder: Encoder, spoken: list[tuple[Tensor, Tensor]]) -> None:
    """Half of all weights; the room that they leave in the file is that of the layers which hear words. Each is rounded for what the ones before
    it, rounded already, make of the frames `spoken`."""
    for layer in tqdm(encoder.layers, desc="rounding"):
        for part in (layer.fc1, layer.fc2):
            weights = rounded(part.weight.T.numpy(), _products(encoder, part, spoken).numpy())
            part.weight.copy_(torch.from_numpy(weights).T)


def _products(encoder: Encoder, part: nn.Linear, spoken: list[tuple[Tensor, Tensor]]) -> Tensor:
    """Of the inputs of `part` with each other [inputs, inputs], summed over all frames."""
    products = torch.zeros(part.in_features, part.in_features)

    def add(_, inputs: tuple[Tensor]) -> None:
        products.add_(inputs[0][0].T @ inputs[0][0])

    with part.register_forward_pre_hook(add):
        for frames, mask in spoken:
            encoder(frames, mask)
    return products


if __name__ == "__main__":
    main()
