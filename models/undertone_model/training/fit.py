"""The steps of the trainings of stage 1, with a log and checkpoints."""

import logging
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Protocol

import pandas as pd
from tqdm import tqdm

from undertone_model.stages.asr.examples import Batch
from undertone_model.training import checkpoint as checkpoints

SAVE_EVERY = 50


class Training(checkpoints.Run, Protocol):
    def step(self, batch: Batch) -> dict[str, float]:
        """One update of the weights; the losses that it started from."""


def go_on(training: Training, examples: Iterable[Batch], done: int, total: int, file: Path) -> None:
    """The steps after the first `done`, with a checkpoint in `file` every SAVE_EVERY."""
    recent: list[dict[str, float]] = []
    steps = tqdm(islice(examples, total - done), initial=done, total=total, mininterval=10)
    for step, batch in enumerate(steps, start=done + 1):
        recent.append(training.step(batch))
        if step % SAVE_EVERY == 0 or step == total:
            checkpoints.save(training, file, step)
            logging.info("step %d: %s", step, pd.DataFrame(recent).mean().round(3).to_dict())
            recent.clear()
