"""Fit the voice channel, and judge it on every corpus that is left out. Statistics of the voices are kept for all runs on the same encoder.

python -m undertone_model voice --work DIR --config open
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.data.corpora import CORPORA
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.features.frozen import load_encoding
from undertone_model.stages.voice.artefacts import ANSWERS
from undertone_model.stages.voice.fit import fit
from undertone_model.stages.voice.statistics import KIND, ClipStatistics, clip_statistics
from undertone_model.stages.voice.strangers import recalls, strangers
from undertone_model.training.device import chosen
from undertone_model.training.kept import Kept
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact

logger = logging.getLogger(__name__)

STAGE = Stage("voice", ("voice",), per_build=True)
PLAIN = ("commonvoice_dev", "librispeech_part", "synthetic")
"""Ordinary speech of hundreds of people, read without feeling, and of machines."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    # Each sum is small; what it is computed on matters not.
    chosen("cpu", options.threads)
    inputs = {"encoder": artefact(options.work, "ctc-head", name=options.run)} | table_files(options.work)
    with STAGE.run(options, config, inputs) as run:
        if run.done:
            return
        emotional, ordinary = heard(options.work, options.run, str(run.folder.relative_to(options.work)))
        learned, others = taught(emotional, config.build)
        answers = strangers(learned, others, ordinary, config.voice, config.seed)
        for step, (name, figures) in enumerate(recalls(answers).items()):
            run.measure(step, left_out=name, **figures)
        np.savez(
            run.folder / ANSWERS, **{name: value.astype("U") if value.dtype == object else value for name, value in vars(answers).items()}
        )
        run.finish(fit(list(learned.values()), ordinary, config.voice, config.seed).state_dict())


def heard(work: Path, name: str | None, run: str) -> tuple[dict[str, ClipStatistics], list[ClipStatistics]]:
    """Statistics of acted voices by corpus, and of ordinary ones. `run`: who asks."""
    kept = Kept(work, KIND, {"encoder": artefact(work, "ctc-head", name=name)}, run)
    encoding = load_encoding(work, name)
    acted, plain = ([(corpus, clip_statistics(kept, *encoding, rows)) for corpus, rows in part.items()] for part in clips(load_table(work)))
    return dict(acted), [part for _, part in plain]


def taught(emotional: Mapping[str, ClipStatistics], build: str) -> tuple[dict[str, ClipStatistics], dict[str, ClipStatistics]]:
    """Those corpora that `build` learns from, and the others."""
    uses = {corpus.name: corpus.use in USES[build] for corpus in CORPORA}
    return tuple({name: part for name, part in emotional.items() if uses[name] is learns} for learns in (True, False))


def clips(table: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """By corpus: acted voices, those that a build does not learn from too, and ordinary ones. Speakers of the test split are in neither."""
    acted = table[(table["origin"] == "acted") & table["split"].isin(["train", "valid"])]
    plain = table[table["corpus"].isin(PLAIN) & (table["split"] == "train")]
    return tuple({str(name): rows.reset_index(drop=True) for name, rows in part.groupby("corpus")} for part in (acted, plain))
