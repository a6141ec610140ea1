"""Fit fusion on what the voice channel answers to corpora that are left out and on sentences in flat voices, and say how both come out.

python -m undertone_model fusion --work DIR --config open
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.data.store import load_table, table_files
from undertone_model.network.fusion import Fusion
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.fusion.examples import Examples, together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit
from undertone_model.stages.fusion.gather import Gathering
from undertone_model.stages.fusion.words import KIND as WORDS
from undertone_model.stages.fusion.words import Reader
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.voice.artefacts import ANSWERS, load_voice_channel
from undertone_model.stages.voice.statistics import KIND as VOICES
from undertone_model.training.device import chosen
from undertone_model.training.kept import Kept
from undertone_model.training.run import Run
from undertone_model.training.train import Stage
from undertone_model.workspace import WEIGHTS, artefact

STAGE = Stage("fusion", ("fusion",), per_build=True)
SHARED = {"ctc-head": "ctc-head", "lexical_head": "lexical-head"}
VOICE = {"voice": WEIGHTS, "strangers": ANSWERS}
"""Inputs by name: the stages of both builds that leave them, and the files of `voice`."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    chosen("cpu", options.threads)
    with STAGE.run(options, config, inputs(options, config)) as run:
        if not run.done:
            run.finish(fitted(options, config, run).state_dict())


def inputs(options: Namespace, config: Config) -> dict[str, Path]:
    shared = {name: artefact(options.work, stage, name=options.run) for name, stage in SHARED.items()}
    voice = {name: artefact(options.work, "voice", config.build, options.run, file) for name, file in VOICE.items()}
    return shared | voice | table_files(options.work)


def fitted(options: Namespace, config: Config, run: Run) -> Fusion:
    kinds = gathered(options.work, config, options.run, str(run.folder.relative_to(options.work)))
    fusion = fit(
        together([kinds[kind] for kind in config.fusion.shares], list(config.fusion.shares.values())),
        config.fusion.still,
        config.fusion.iterations,
    )
    for step, line in enumerate(line for kind, part in kinds.items() for line in figures(kind, fusion, part)):
        run.measure(step, **line)
    return fusion


def gathered(
    work: Path, config: Config, name: str | None, run: str, strangers: Mapping[str, np.ndarray] | None = None
) -> dict[str, Examples]:
    """The examples by kind. `run`: who asks; `strangers`: answers in place of those that `voice` left."""
    encoder = artefact(work, "ctc-head", name=name)
    voices = Kept(work, VOICES, {"encoder": encoder}, run)
    words = Kept(work, WORDS, {"encoder": encoder, "lexical_head": artefact(work, "lexical-head", name=name)}, run)
    reader = Reader(*load_frozen(work, name), load_lexical_head(work, name))
    channel = load_voice_channel(work, config.build, name)
    strangers = strangers or np.load(artefact(work, "voice", config.build, name, ANSWERS))
    return Gathering(load_table(work), voices, words, reader, channel, config.fusion.most_clips).kinds(strangers)
