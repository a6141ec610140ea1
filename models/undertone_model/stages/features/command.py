"""Compute the features of stage 2's windows; an unfinished run is gone on with.

python -m undertone_model features --work DIR --config open
"""

from collections.abc import Sequence

from undertone_model.command_line import configuration, training_parser
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.features.cache import PROGRESS, SPLITS, fill
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.features.windows import MixedWindows
from undertone_model.training.device import chosen, has_bfloat16
from undertone_model.training.train import Stage
from undertone_model.workspace import artefact

STAGE = Stage("features", ("augmentation", "windows", "calls", "features"))


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args(arguments)
    config, device = configuration(options), chosen(options.device, options.threads)
    ctc_head, encoder = (artefact(options.work, stage, config.build, options.run) for stage in ("ctc-head", "interpolate"))
    inputs = {"ctc_head": ctc_head, "encoder": encoder} | table_files(options.work)
    first, last = (f"{split}/{PROGRESS}" for split in SPLITS)
    with STAGE.run(options, config, inputs, checkpoint=first, leaves=last) as run:
        if run.done:
            return
        run.on(device, has_bfloat16(device))
        table = load_table(options.work)
        frozen = [part.to(device) for part in load_frozen(options.work, config.build, options.run)]
        for split in SPLITS:
            fill(run.folder / split, *frozen, MixedWindows(table, split, config), device)
        run.finish()
