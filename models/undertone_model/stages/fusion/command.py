"""Fit fusion on what the voice channel answers to corpora that are left out and on sentences in flat voices, and say how both come out.

python -m undertone_model fusion --work DIR --config open
"""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.data.store import load_table, table_files
from undertone_model.network.fusion import Fusion
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.fusion.examples import together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit
from undertone_model.stages.fusion.gather import Gathering
from undertone_model.stages.fusion.words import Reader
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.voice.artefacts import ANSWERS, load_voice_channel
from undertone_model.training.device import chosen
from undertone_model.training.run import Run
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact

STAGE = Stage("fusion", ("fusion",))


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    chosen("cpu", options.threads)
    with STAGE.run(options, config, inputs(options, config)) as run:
        if not run.done:
            run.finish(fitted(options, config, run).state_dict())


def inputs(options: Namespace, config: Config) -> dict[str, Path]:
    files = {stage: artefact(options.work, stage, config.build, options.run) for stage in ("interpolate", "ctc-head", "voice")}
    files |= {"strangers": artefact(options.work, "voice", config.build, options.run, ANSWERS)}
    return files | {"lexical_head": artefact(options.work, "lexical-head", name=options.run)} | table_files(options.work)


def fitted(options: Namespace, config: Config, run: Run) -> Fusion:
    frozen = load_frozen(options.work, config.build, options.run)
    channel = load_voice_channel(options.work, config.build, options.run)
    strangers = np.load(artefact(options.work, "voice", config.build, options.run, ANSWERS))
    reader = Reader(*frozen, load_lexical_head(options.work, options.run))
    kinds = Gathering(load_table(options.work), run.folder, reader, channel, config.fusion.most_clips).kinds(strangers)
    fusion = fit(together([kinds[kind] for kind in config.fusion.shares], list(config.fusion.shares.values())), config.fusion.iterations)
    for step, line in enumerate(line for kind, part in kinds.items() for line in figures(kind, fusion, part)):
        run.measure(step, **line)
    return fusion
