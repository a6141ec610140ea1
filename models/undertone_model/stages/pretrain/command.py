"""Stage 0: masked prediction of audio without labels. Goes on at its last checkpoint.

python -m undertone_model pretrain --work DIR --config open
"""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial

import torch

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.base_weights.load import base_files, load_encoder
from undertone_model.stages.pretrain.audio import Audio
from undertone_model.stages.pretrain.task import PretrainTask
from undertone_model.training.run import Run
from undertone_model.training.train import Stage, train
from undertone_model.workspace import base_folder

STAGE = Stage("pretrain", ("augmentation", "pretrain"))


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, workers=True, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    inputs = base_files(base_folder(options.work)) | table_files(options.work)
    train(STAGE, options, config, inputs, partial(task, options, config), weights)


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> PretrainTask:
    table = load_table(options.work)
    clips = table[(table["split"] == "train") & (table["kind"] == "speech") & table["use"].isin(USES[SHARED])]
    audio = Audio(clips, Augmenter(table, config.augmentation, seed=config.seed), config.pretrain, config.seed, options.workers)
    return PretrainTask(*load_encoder(base_folder(options.work)), audio.batches, config.pretrain, config.seed, device)


def weights(task: PretrainTask) -> dict[str, dict]:
    return {"front_end": task.front_end.state_dict(), "encoder": task.encoder.state_dict()}
