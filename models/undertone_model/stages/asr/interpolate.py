"""After stage 1: part of the way back to the base weights, and the largest of them rounded to 4 bits, such that what they give for
clips of the training split changes little.

    python -m undertone_model interpolate --work DIR --config open

Weights between those of a base model and of its fine-tuning keep more of what the base knew than the fine-tuned ones, and most of what
these learned (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). The CTC head learns on the encoder as it is here, so that what
rounding changes is there when it learns.
"""

from collections.abc import Sequence

import pandas as pd
import torch
from torch import Tensor, nn
from tqdm import tqdm

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import config_parser, configuration
from undertone_model.data.store import load_table, read_clip, table_files
from undertone_model.data.table import thinned
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.rounding import rounded
from undertone_model.stages.asr.artefacts import load_trained
from undertone_model.stages.asr.examples import trainable
from undertone_model.stages.base_weights.load import base_files, load_recogniser
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact, base_folder

STAGE = Stage("interpolate", ("interpolate", "asr.examples"))


def main(arguments: Sequence[str] | None = None) -> None:
    options = config_parser(__doc__, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    settings = config.interpolate
    torch.set_num_threads(1)
    trained = artefact(options.work, "asr", name=options.run)
    inputs = {"trained": trained} | base_files(base_folder(options.work)) | table_files(options.work)
    with STAGE.run(options, config, inputs) as run:
        if run.done:
            return
        recogniser, ctc_head = load_trained(trained, load_recogniser(base_folder(options.work)))
        interpolate(recogniser, load_recogniser(base_folder(options.work)), settings.trained_share)
        table = load_table(options.work)
        clips = trainable(table[table["use"].isin(USES[SHARED])], config.asr.examples.longest_seconds)
        round_feed_forward(recogniser.encoder, typical_frames(recogniser.front_end, clips, settings.typical_clips), settings.damping)
        run.finish({"recogniser": recogniser.state_dict(), "ctc_head": ctc_head.state_dict()})


@torch.no_grad()
def interpolate(trained: nn.Module, base: nn.Module, trained_share: float) -> None:
    """Set the weights of `trained` to `trained_share` of theirs and the rest of the base's."""
    for weight, old in zip(trained.parameters(), base.parameters(), strict=True):
        weight.copy_(torch.lerp(old, weight, trained_share))


@torch.inference_mode()
def typical_frames(front_end: FrontEnd, clips: pd.DataFrame, most: int) -> list[tuple[Tensor, Tensor]]:
    """What `front_end` gives for up to `most` clips of each corpus: encoder frames [1, encoder_frames, width] and their mask."""
    some = pd.concat([thinned(rows, most) for _, rows in clips.groupby("corpus")])
    return [front_end(torch.from_numpy(read_clip(row))[None]) for row in some.itertuples()]


@torch.no_grad()
def round_feed_forward(encoder: Encoder, spoken: list[tuple[Tensor, Tensor]], damping: float, fixed_layers: int = 0) -> None:
    """Half of all weights; the room that they leave in the file is that of the CTC head's layers. Each is rounded for what the ones before
    it, rounded already, make of the encoder frames `spoken`. The lower `fixed_layers` stay as they are."""
    for layer in tqdm(encoder.layers[fixed_layers:], desc="rounding"):
        for part in (layer.fc1, layer.fc2):
            weights = rounded(part.weight.T.numpy(), _products(encoder, part, spoken).numpy(), damping)
            part.weight.copy_(torch.from_numpy(weights).T)


def _products(encoder: Encoder, part: nn.Linear, spoken: list[tuple[Tensor, Tensor]]) -> Tensor:
    """Of the inputs of `part` with each other [inputs, inputs], summed over all frames."""
    products = torch.zeros(part.in_features, part.in_features)

    def add(_, inputs: tuple[Tensor]) -> None:
        products.add_(inputs[0][0].T @ inputs[0][0])

    with part.register_forward_pre_hook(add):
        for encoder_frames, mask in spoken:
            encoder(encoder_frames, mask)
    return products
