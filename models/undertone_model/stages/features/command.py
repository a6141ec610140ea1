"""Compute the features from which the speech head learns; an unfinished run is gone on with.

python -m undertone_model features --work DIR --config open
"""

from collections.abc import Sequence

import pandas as pd

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.data.store import load_table, table_files
from undertone_model.data.windows import WindowDataset
from undertone_model.stages.features.cache import PROGRESS, SPLITS, fill
from undertone_model.stages.features.frozen import load_encoding
from undertone_model.training.device import chosen, has_bfloat16
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact

STAGE = Stage("features", ("augmentation", "windows", "features"))


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, workers=True, needs=("work",)).parse_args(arguments)
    config, device = configuration(options), chosen(options.device, options.threads)
    inputs = {"encoder": artefact(options.work, "ctc-head", name=options.run)} | table_files(options.work)
    first, last = (f"{split}/{PROGRESS}" for split in SPLITS)
    with STAGE.run(options, config, inputs, checkpoint=first, leaves=last) as run:
        if run.done:
            return
        run.on(device, has_bfloat16(device))
        table = load_table(options.work)
        encoding = [part.to(device) for part in load_encoding(options.work, options.run)]
        for split in SPLITS:
            fill(run.folder / split, *encoding, windows(table, split, config), device, options.workers)
        run.finish()


def windows(table: pd.DataFrame, split: str, config: Config) -> WindowDataset:
    """Those of validation are the same whatever the seed, so that runs of two seeds compare."""
    seed = sum(map(ord, split)) + (config.seed if split == "train" else 0)
    return WindowDataset(table, split, config, getattr(config.features, split), config.features.shares, seed)
