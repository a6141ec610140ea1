"""The end of stage 1: with the encoder frozen, the CTC head's own layers learn. Goes on at its last checkpoint.

    python -m undertone_model ctc-head --work DIR --config open

Where `unpack` left a CTC head that has learned, it learns on.
"""

import shutil
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.optim.lr_scheduler import OneCycleLR

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import CtcHead
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.data.store import load_table, table_files
from undertone_model.data.table import corpus_shares
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.asr.artefacts import load_interpolated
from undertone_model.stages.asr.examples import Batch, Batches, trainable
from undertone_model.stages.asr.losses import ctc_loss
from undertone_model.stages.asr.task import Batches as Stream
from undertone_model.stages.asr.task import last_sounding
from undertone_model.stages.asr.word_pieces import load_pieces
from undertone_model.stages.base_weights.load import base_files
from undertone_model.training.run import Run
from undertone_model.training.task import Task
from undertone_model.training.train import Stage, train
from undertone_model.workspace import WEIGHTS, artefact, base_folder, pieces_file, present, run_folder

STAGE = Stage("ctc-head", ("augmentation", "ctc_head"))
UNPACKED = "unpacked.pt"
"""In the folder of the run: what `unpack` left there, in whose place the run's own weights come."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    train(STAGE, options, config, inputs(options, config), partial(task, options, config), lambda task: task.ctc_head.state_dict())


def inputs(options: Namespace, config: Config) -> dict[str, Path]:
    interpolated = artefact(options.work, "interpolate", config.build, options.run)
    files = {"interpolated": interpolated, "pieces": present(pieces_file(options.work), "asr")}
    before = initial(options, config)
    return files | base_files(base_folder(options.work)) | table_files(options.work) | ({"initialise_from": before} if before else {})


def initial(options: Namespace, config: Config) -> Path | None:
    """The CTC head that this one learns on from, if any."""
    if config.ctc_head.initialise_from:
        return artefact(options.work, "ctc-head", config.ctc_head.initialise_from, options.run)
    folder = run_folder(options.work, "ctc-head", config.build, options.run)
    if (folder / WEIGHTS).exists() and not (folder / "run.json").exists():
        shutil.copyfile(folder / WEIGHTS, folder / UNPACKED)
    return folder / UNPACKED if (folder / UNPACKED).exists() else None


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> "CtcTask":
    settings, table = config.ctc_head, load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[config.build])], settings.examples.longest_seconds)
    clips = clips[clips["transcript"] != ""].reset_index(drop=True)
    recogniser, projection = load_interpolated(options.work, config.build, options.run)
    ctc_head, before = deepened(projection, settings.dropout), initial(options, config)
    if before and not run.checkpoint.exists():
        ctc_head.load_state_dict(torch.load(before))
    shares, pieces = corpus_shares(clips, settings.examples.corpus_power), load_pieces(options.work)
    batches = Batches(clips, shares, table, pieces, options.work, config, settings.examples, "ctc-head")
    return CtcTask(recogniser, ctc_head, batches, settings, device)


def deepened(projection: CTCHead, dropout: float) -> CTCHead:
    """The same with layers that have learned nothing yet."""
    ctc_head = CTCHead(dropout=dropout)
    ctc_head.project = projection.project
    return ctc_head


class CtcTask(Task):
    """A CTC head on what `recogniser`, which stays as it is, gives."""

    def __init__(self, recogniser: Recogniser, ctc_head: CTCHead, batches: Stream, settings: CtcHead, device: torch.device):
        self._settings, self._stream = settings, batches
        self._recogniser, self.ctc_head = recogniser.to(device).eval(), ctc_head.to(device).train()
        self.modules, self.weights = {"ctc_head": self.ctc_head}, {"pieces": 1.0}
        self.learned = list(self.ctc_head.parameters())
        self.optimiser = torch.optim.AdamW(self.learned, settings.learning_rate, weight_decay=settings.weight_decay)
        self.steps = settings.steps
        self.schedule = OneCycleLR(self.optimiser, settings.learning_rate, total_steps=self.steps, pct_start=settings.warm_up_share)

    def batches(self, start: int) -> Iterator[Batch]:
        return self._stream(start)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            encoder_frames, sounding = self._recogniser.front_end(batch.pcm)
            last = self._recogniser.encoder(mask(encoder_frames.float(), self._settings.spec_augment), sounding)[-1]
        logits, ctc_mask = self.ctc_head(last.float(), sounding)
        return {"pieces": ctc_loss(logits, last_sounding(ctc_mask), batch.pieces)}
