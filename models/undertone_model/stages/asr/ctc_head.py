"""The end of stage 1: the CTC head's own layers learn, and the upper layers of the encoder with them. Goes on at its last checkpoint.

    python -m undertone_model ctc-head --work DIR --config open --device cuda --workers 14

Where `unpack` left a CTC head that has learned, it learns on. At the end the layers that learned are rounded as `interpolate` rounded them before.
"""

import shutil
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
import torch
from torch import Tensor, nn

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import CtcHead
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.data.store import load_table, table_files
from undertone_model.data.table import corpus_shares
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import WIDTH
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.asr.artefacts import load_interpolated
from undertone_model.stages.asr.examples import Batch, Batches, trainable
from undertone_model.stages.asr.interpolate import round_feed_forward, typical_frames
from undertone_model.stages.asr.losses import ctc_loss
from undertone_model.stages.asr.task import Batches as Stream
from undertone_model.stages.asr.task import last_sounding
from undertone_model.stages.asr.word_pieces import LETTERS, load_pieces
from undertone_model.stages.base_weights.load import base_files
from undertone_model.training.run import Run
from undertone_model.training.schedule import one_cycle
from undertone_model.training.task import Task
from undertone_model.training.train import Stage, train
from undertone_model.workspace import WEIGHTS, artefact, base_folder, pieces_file, present, run_folder

STAGE = Stage("ctc-head", ("augmentation", "ctc_head", "interpolate.typical_clips", "interpolate.damping"))
UNPACKED = "unpacked.pt"
"""In the folder of the run: what `unpack` left there, in whose place the run's own weights come."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, workers=True, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    train(STAGE, options, config, inputs(options), partial(task, options, config), partial(weights, options, config))


def inputs(options: Namespace) -> dict[str, Path]:
    interpolated = artefact(options.work, "interpolate", name=options.run)
    files = {"interpolated": interpolated, "pieces": present(pieces_file(options.work), "asr")}
    before = initial(options)
    return files | base_files(base_folder(options.work)) | table_files(options.work) | ({"unpacked": before} if before else {})


def initial(options: Namespace) -> Path | None:
    """The CTC head that this one learns on from, if `unpack` left one."""
    folder = run_folder(options.work, "ctc-head", name=options.run)
    if (folder / WEIGHTS).exists() and not (folder / "run.json").exists():
        shutil.copyfile(folder / WEIGHTS, folder / UNPACKED)
    return folder / UNPACKED if (folder / UNPACKED).exists() else None


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> "CtcTask":
    settings, table = config.ctc_head, load_table(options.work)
    clips = transcribed(table, config)
    recogniser, projection = load_interpolated(options.work, options.run)
    ctc_head, before = deepened(projection, settings.dropout), initial(options)
    if before and not run.checkpoint.exists():
        learned = torch.load(before)
        ctc_head.load_state_dict(learned["ctc_head"])
        recogniser.encoder.load_state_dict(learned["encoder"])
    shares, pieces = corpus_shares(clips, settings.examples.corpus_power), load_pieces(options.work)
    batches = Batches(clips, shares, table, pieces, options.work, config, settings.examples, "ctc-head", options.workers)
    return CtcTask(recogniser, ctc_head, batches, settings, device)


def transcribed(table: pd.DataFrame, config: Config) -> pd.DataFrame:
    clips = trainable(table[table["use"].isin(USES[SHARED])], config.ctc_head.examples.longest_seconds)
    return clips[clips["transcript"] != ""].reset_index(drop=True)


def weights(options: Namespace, config: Config, task: "CtcTask") -> dict[str, dict[str, Tensor]]:
    """As they ship: rounded."""
    front_end, encoder = (part.cpu().eval() for part in (task.front_end, task.encoder))
    frames = typical_frames(front_end, transcribed(load_table(options.work), config), config.interpolate.typical_clips)
    round_feed_forward(encoder, frames, config.interpolate.damping, config.ctc_head.fixed_layers)
    return {"encoder": encoder.state_dict(), "ctc_head": task.ctc_head.cpu().state_dict()}


def deepened(projection: CTCHead, dropout: float) -> CTCHead:
    """The same with layers that have learned nothing yet."""
    ctc_head = CTCHead(dropout=dropout)
    ctc_head.project = projection.project
    return ctc_head


class CtcTask(Task):
    """Front end and lower encoder layers stay fixed. Nothing of the letters is kept: few and frequent, they lead the encoder to the pieces."""

    def __init__(self, recogniser: Recogniser, ctc_head: CTCHead, batches: Stream, settings: CtcHead, device: torch.device):
        self._settings, self._stream = settings, batches
        self.front_end, self.encoder = recogniser.front_end.to(device).eval().requires_grad_(False), recogniser.encoder.to(device)
        self.encoder.layers[: settings.fixed_layers].requires_grad_(False)
        self.ctc_head, self.letters = ctc_head.to(device).train(), nn.Linear(WIDTH, 1 + len(LETTERS)).to(device)
        self.modules = {"encoder": self.encoder, "ctc_head": self.ctc_head, "letters": self.letters}
        self.weights = {name: weight for name, weight in settings.weights.items() if weight}
        groups = [
            ([*self.ctc_head.parameters(), *self.letters.parameters()], settings.learning_rate),
            ([weight for weight in self.encoder.parameters() if weight.requires_grad], settings.encoder_rate),
        ]
        self.learned = [weight for weights, _ in groups for weight in weights]
        self.optimiser = torch.optim.AdamW([{"params": weights} for weights, _ in groups], weight_decay=settings.weight_decay)
        self.steps = settings.steps
        rates = [rate for _, rate in groups]
        self.schedule = one_cycle(self.optimiser, rates, self.steps, settings.warm_up_share)

    def batches(self, start: int) -> Iterator[Batch]:
        return self._stream(start)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            encoder_frames, sounding = self.front_end(batch.pcm)
        last = self.encoder(mask(encoder_frames.float(), self._settings.spec_augment), sounding)[-1]
        pieces, ctc_mask = self.ctc_head(last.float(), sounding)
        return {
            "pieces": ctc_loss(pieces, last_sounding(ctc_mask), batch.pieces),
            "letters": ctc_loss(self.letters(last), last_sounding(sounding), batch.letters),
        }
