"""Stage 0: masked prediction of audio without labels. Goes on at its last checkpoint.

python -m undertone_model pretrain --work DIR --config open
"""

from collections.abc import Sequence

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.base_weights.load import load_encoder, weights_file
from undertone_model.stages.pretrain.audio import Audio
from undertone_model.stages.pretrain.task import PretrainTask
from undertone_model.training.device import chosen
from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import Run
from undertone_model.workspace import base_folder

SECTIONS = ("augmentation", "pretrain")


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config, budget = configuration(options), Budget(options.minutes)
    settings, device = config.pretrain, chosen(options.device, options.threads)
    table = load_table(options.work)
    clips = table[(table["split"] == "train") & (table["kind"] == "speech") & table["use"].isin(USES[config.build])]
    with Run(options.work, "pretrain", config, SECTIONS, config.build, options.run) as run:
        if run.done:
            return
        run.uses(base=weights_file(base_folder(options.work)), **table_files(options.work))
        audio = Audio(clips, Augmenter(table, config.augmentation, seed=config.seed), settings, config.seed)
        task = PretrainTask(*load_encoder(base_folder(options.work)), audio.batches, settings, device)
        if fit(task, run, settings.loop, settings.steps, device, budget):
            run.finish({"front_end": task.front_end.state_dict(), "encoder": task.encoder.state_dict()})
