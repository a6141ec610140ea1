"""Fit the voice channel, and judge it on every corpus that is left out. Statistics that are there are kept.

python -m undertone_model voice --work DIR --config open
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.asr.artefacts import load_interpolated
from undertone_model.stages.voice.artefacts import ANSWERS
from undertone_model.stages.voice.fit import fit
from undertone_model.stages.voice.statistics import clip_statistics
from undertone_model.stages.voice.strangers import recalls, strangers
from undertone_model.training.device import chosen
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact

logger = logging.getLogger(__name__)

STAGE = Stage("voice", ("voice",))
PLAIN = ("commonvoice_dev", "librispeech_part")
"""Ordinary speech of hundreds of people, read without feeling."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    # Each sum is small; what it is computed on matters not.
    chosen("cpu", options.threads)
    inputs = {"encoder": artefact(options.work, "interpolate", config.build, options.run)} | table_files(options.work)
    with STAGE.run(options, config, inputs) as run:
        if run.done:
            return
        recogniser, _ = load_interpolated(options.work, config.build, options.run)
        parts = recogniser.front_end, recogniser.encoder
        tone, plain = clips(load_table(options.work))
        emotional = {name: clip_statistics(_file(run.folder, name), *parts, rows) for name, rows in tone.items()}
        ordinary = [clip_statistics(_file(run.folder, name), *parts, rows) for name, rows in plain.items()]
        mine = {name for name, rows in tone.items() if rows["use"].isin(USES[config.build]).all()}
        learned, others = ({name: part for name, part in emotional.items() if (name in mine) is learns} for learns in (True, False))
        answers = strangers(learned, others, ordinary, config.voice, config.seed)
        for step, (name, figures) in enumerate(recalls(answers).items()):
            run.measure(step, left_out=name, **figures)
        np.savez(
            run.folder / ANSWERS, **{name: value.astype("U") if value.dtype == object else value for name, value in vars(answers).items()}
        )
        run.finish(fit(list(learned.values()), ordinary, config.voice, config.seed).state_dict())


def clips(table: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """By corpus: acted voices, those that a build does not learn from too, and ordinary ones. Speakers of the test split are in neither."""
    acted = table[(table["origin"] == "acted") & table["split"].isin(["train", "valid"])]
    plain = table[table["corpus"].isin(PLAIN) & (table["split"] == "train")]
    return tuple({str(name): rows.reset_index(drop=True) for name, rows in part.groupby("corpus")} for part in (acted, plain))


def _file(folder: Path, corpus: str) -> Path:
    return folder / "statistics" / f"{corpus}.npz"
