"""The training loop of every stage."""

import logging
import time
from itertools import islice

import pandas as pd
import torch
from torch import nn
from tqdm import tqdm

from undertone_model.config.base import Loop
from undertone_model.training import checkpoint
from undertone_model.training.device import has_bfloat16, moved, products
from undertone_model.training.run import Run
from undertone_model.training.seeds import restore_random_states
from undertone_model.training.task import Task

logger = logging.getLogger(__name__)


class Budget:
    """Time that a training may take, from now; None for as long as it needs."""

    def __init__(self, minutes: float | None = None):
        self._end = float("inf") if minutes is None else time.monotonic() + 60 * minutes

    @property
    def minutes_left(self) -> float:
        return max(self._end - time.monotonic(), 0) / 60

    @property
    def spent(self) -> bool:
        return time.monotonic() >= self._end


def fit(task: Task, run: Run, loop: Loop, steps: int, device: torch.device, budget: Budget | None = None) -> bool:
    """Steps up to number `steps`, from where the run's checkpoint stands. False if the budget was spent before: the run is saved and goes
    on when it is called again, with the weights that it would have had without the stop."""
    budget = budget or Budget()
    progress, states = checkpoint.resume(task, run.checkpoint)
    run.on(device, loop.bfloat16 and has_bfloat16(device))
    run.begin_at(progress.step)
    batches = task.batches(progress.step * loop.accumulate)
    if states:
        restore_random_states(states)
    with tqdm(initial=progress.step, total=steps, mininterval=10) as bar:
        while progress.step < steps:
            if budget.spent:
                _save(task, progress, run)
                logger.info("the time is spent at step %d of %d: the same command goes on", progress.step, steps)
                return False
            progress.recent.append(_update(task, islice(batches, loop.accumulate), loop, device))
            progress.step += 1
            bar.update()
            _report(task, progress, run, loop, steps)
            if progress.step % loop.save_every == 0 or progress.step == steps:
                _save(task, progress, run)
    return True


def _update(task: Task, batches, loop: Loop, device: torch.device) -> dict[str, float]:
    """One step; the losses that it started from."""
    task.optimiser.zero_grad()
    sums: dict[str, float] = {}
    for batch in batches:
        with products(device, loop.bfloat16):
            losses = task.losses(moved(batch, device))
        total = sum(weight * losses[name] for name, weight in task.weights.items())
        (total / loop.accumulate).backward()
        sums = {name: sums.get(name, 0.0) + loss.item() / loop.accumulate for name, loss in losses.items()}
    if loop.clip_norm is not None:
        nn.utils.clip_grad_norm_(task.learned, loop.clip_norm)
    task.optimiser.step()
    task.schedule.step()
    task.updated()
    return sums


def _report(task: Task, progress: checkpoint.Progress, run: Run, loop: Loop, steps: int) -> None:
    last = progress.step == steps
    if progress.step % loop.log_every == 0 or last:
        losses = pd.DataFrame(progress.recent).mean().round(4).to_dict()
        run.measure(progress.step, losses=losses, rate=task.schedule.get_last_lr()[0])
        progress.recent.clear()
    if task.evaluate_every and progress.step % task.evaluate_every == 0:
        scores = task.evaluate()
        mean = sum(scores.values()) / len(scores)
        run.measure(progress.step, scores={name: round(value, 4) for name, value in scores.items()})
        if mean > progress.best:
            progress.best = mean
            task.keep()


def _save(task: Task, progress: checkpoint.Progress, run: Run) -> None:
    checkpoint.save(task, progress, run.checkpoint)
    run.reached(progress.step)
