"""Stage 1: encoder and decoder learn to write "label transcript". Both builds have the same. Goes on at its last checkpoint.

python -m undertone_model asr --work DIR --config open
"""

import logging
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import islice

import torch

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.data.store import TABLES, load_table, table_files
from undertone_model.stages.asr.examples import Batches, label_shares, trainable
from undertone_model.stages.asr.task import AsrTask
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.base_weights.load import base_files, load_recogniser
from undertone_model.training.made import Shared
from undertone_model.training.run import Run
from undertone_model.training.train import Stage, train
from undertone_model.workspace import base_folder, pieces_file

logger = logging.getLogger(__name__)

STAGE = Stage("asr", ("augmentation", "asr"))


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, workers=True, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    # Of the same transcripts, other runs learn the same pieces.
    pieces = {pieces_file(options.work): Shared(("asr.examples.longest_seconds",), TABLES)}
    inputs = base_files(base_folder(options.work)) | table_files(options.work)
    train(STAGE, options, config, inputs, partial(task, options, config), weights, pieces)


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> AsrTask:
    settings, table = config.asr, load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[SHARED])], settings.examples.longest_seconds)
    logger.info("%d clips: %s", len(clips), dict(Counter(clips["corpus"])))
    shares = label_shares(clips, settings.unlabelled_share, settings.examples.corpus_power)
    pieces = learn_pieces(clips["transcript"], pieces_file(options.work))
    batches = Batches(clips, shares, table, pieces, options.work, config, settings.examples, "asr", options.workers)
    task = AsrTask(load_recogniser(base_folder(options.work)), batches, settings, device)
    if not run.checkpoint.exists():
        task.standardise(islice(batches(0), settings.standardised_batches))
    return task


def weights(task: AsrTask) -> dict[str, dict]:
    return {name: module.state_dict() for name, module in task.modules.items()}
