"""Stage 1: encoder and decoder learn to write "label transcript". Goes on at its last checkpoint.

python -m undertone_model asr --work DIR --config open
"""

import logging
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import torch

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.asr.examples import Batches, label_shares, trainable
from undertone_model.stages.asr.task import AsrTask
from undertone_model.stages.base_weights.load import load_recogniser, weights_file
from undertone_model.training.device import chosen
from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import Run
from undertone_model.workspace import artefact, base_folder

logger = logging.getLogger(__name__)

SECTIONS = ("augmentation", "asr")


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config, budget = configuration(options), Budget(options.minutes)
    settings, device = config.asr, chosen(options.device, options.threads)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[config.build])], settings.examples.longest_seconds)
    with Run(options.work, "asr", config, SECTIONS, config.build, options.run) as run:
        if run.done:
            return
        run.uses(base=weights_file(base_folder(options.work)), **table_files(options.work))
        logger.info("%d clips: %s", len(clips), dict(Counter(clips["corpus"])))
        shares = label_shares(clips, settings.unlabelled_share)
        batches = Batches(clips, shares, table, options.work, config, settings.examples, "asr")
        task = AsrTask(load_recogniser(base_folder(options.work)), batches, settings, device)
        if not run.checkpoint.exists():
            if settings.initialise_from:
                before = artefact(options.work, "asr", settings.initialise_from, options.run)
                run.uses(initialise_from=before)
                task.initialise(torch.load(before, map_location=device))
            else:
                task.standardise(islice(batches(0), settings.standardised_batches))
        if fit(task, run, settings.loop, settings.steps, device, budget):
            run.finish({name: module.state_dict() for name, module in task.modules.items()})
