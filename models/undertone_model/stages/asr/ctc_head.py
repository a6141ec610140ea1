"""The end of stage 1: with the encoder frozen, the CTC head's own layers learn. Goes on at its last checkpoint.

    python -m undertone_model ctc-head --work DIR --config open

Where `unpack` left a CTC head that has learned, it learns on.
"""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.optim.lr_scheduler import OneCycleLR

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
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
from undertone_model.training.device import chosen
from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import Run
from undertone_model.training.task import Task
from undertone_model.workspace import artefact

SECTIONS = ("augmentation", "ctc_head")


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config, budget = configuration(options), Budget(options.minutes)
    settings, device = config.ctc_head, chosen(options.device, options.threads)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[config.build])], settings.examples.longest_seconds)
    clips = clips[clips["transcript"] != ""].reset_index(drop=True)
    with Run(options.work, "ctc-head", config, SECTIONS, config.build, options.run) as run:
        if run.done:
            return
        run.uses(interpolated=artefact(options.work, "interpolate", config.build, options.run), **table_files(options.work))
        recogniser, projection = load_interpolated(options.work, config.build, options.run)
        ctc_head = deepened(projection, settings.dropout)
        if not run.checkpoint.exists():
            before = artefact(options.work, "ctc-head", settings.initialise_from, options.run) if settings.initialise_from else run.weights
            if before.exists():
                run.uses(initialise_from=before)
                ctc_head.load_state_dict(torch.load(before))
        batches = Batches(clips, corpus_shares(clips), table, options.work, config, settings.examples, "ctc-head")
        train_ctc_head(CtcTask(recogniser, ctc_head, batches, settings, device), run, settings, device, budget)


def train_ctc_head(task: "CtcTask", run: Run, settings: CtcHead, device: torch.device, budget: Budget | None = None) -> bool:
    """False if the budget was spent before the end."""
    done = fit(task, run, settings.loop, settings.steps, device, budget)
    if done:
        run.finish(task.ctc_head.state_dict())
    return done


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
        self.schedule = OneCycleLR(self.optimiser, settings.learning_rate, total_steps=settings.steps)

    def batches(self, start: int) -> Iterator[Batch]:
        return self._stream(start)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            encoder_frames, sounding = self._recogniser.front_end(batch.pcm)
            last = self._recogniser.encoder(mask(encoder_frames.float(), self._settings.spec_augment), sounding)[-1]
        logits, ctc_mask = self.ctc_head(last.float(), sounding)
        return {"pieces": ctc_loss(logits, last_sounding(ctc_mask), batch.pieces)}
