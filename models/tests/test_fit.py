"""The loop itself, on the smallest task there is."""

import itertools
import json
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from undertone_model.config import load_config
from undertone_model.config.base import Loop
from undertone_model.training.device import chosen, has_bfloat16, moved
from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import Run
from undertone_model.training.schedule import one_cycle
from undertone_model.training.task import Task

CPU = torch.device("cpu")
LOOP = Loop(accumulate=1, clip_norm=None, save_every=10, log_every=1, bfloat16=False)


class Line(Task):
    """A line through points on a line; its scores rise to the third evaluation and fall then."""

    evaluate_every = 2

    def __init__(self, batch: int):
        self._batch, self.line = batch, nn.Linear(1, 1)
        nn.init.zeros_(self.line.weight)
        nn.init.zeros_(self.line.bias)
        self.modules, self.weights, self.learned = {"line": self.line}, {"error": 1.0}, list(self.line.parameters())
        self.optimiser = torch.optim.SGD(self.learned, 0.1)
        self.schedule = LambdaLR(self.optimiser, lambda _: 1.0)
        self.scores, self.kept = iter([0.1, 0.2, 0.5, 0.4]), []

    def batches(self, start: int):
        return ((torch.arange(self._batch * i, self._batch * (i + 1)) % 7 / 7).unsqueeze(1) for i in itertools.count(start))

    def losses(self, batch):
        error = (self.line(batch) - 3 * batch).square().mean()
        return {"error": error, "logged": error.detach() * 0 + len(batch)}

    def evaluate(self):
        return {"score": next(self.scores)}

    def keep(self):
        self.kept.append(self.line.weight.item())


def fitted(task: Task, work: Path, loop: Loop = LOOP, steps: int = 8, budget: Budget | None = None) -> tuple[bool, Path]:
    with Run(work, "line", load_config(), ()) as run:
        return fit(task, run, loop, steps, CPU, budget), run.folder


def test_two_batches_accumulated_make_the_step_of_one_twice_their_size(tmp_path):
    small, large = Line(2), Line(4)
    fitted(small, tmp_path / "small", LOOP.model_copy(update={"accumulate": 2}))
    fitted(large, tmp_path / "large")
    torch.testing.assert_close(small.line.weight, large.line.weight)


def test_the_best_evaluation_is_kept(tmp_path):
    task = Line(2)
    _, folder = fitted(task, tmp_path)
    assert len(task.kept) == 3
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert [line["scores"]["score"] for line in lines if "scores" in line] == [0.1, 0.2, 0.5, 0.4]
    assert [line["losses"]["logged"] for line in lines if "losses" in line] == [2] * 8


def test_no_time_saves_and_ends_before_the_first_step(tmp_path):
    task = Line(2)
    done, folder = fitted(task, tmp_path, budget=Budget(0))
    assert not done
    assert task.line.weight.item() == 0
    assert json.loads((folder / "run.json").read_text())["state"] == "stopped"
    assert fitted(task, tmp_path)[0]


def test_half_a_line_of_metrics_that_a_kill_left_is_no_hindrance(tmp_path):
    fitted(Line(2), tmp_path, steps=4)
    metrics = tmp_path / "runs" / "line" / "metrics.jsonl"
    metrics.write_text(metrics.read_text() + '{"step": 5, "los')
    done, folder = fitted(Line(2), tmp_path, steps=8)
    assert done
    assert sorted({json.loads(line)["step"] for line in (folder / "metrics.jsonl").read_text().splitlines()}) == list(range(1, 9))


def test_gradients_are_clipped(tmp_path):
    task = Line(2)
    fitted(task, tmp_path, LOOP.model_copy(update={"clip_norm": 1e-3}), steps=1)
    assert 0 < task.line.weight.item() <= 1e-4


def test_a_device_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert chosen("auto") == CPU
    with pytest.raises(SystemExit, match="no CUDA"):
        chosen("cuda")
    assert isinstance(has_bfloat16(CPU), bool)


def test_what_is_moved_keeps_its_shape():
    value = {"a": (torch.ones(2), ["text", torch.zeros(1)])}
    there = moved(value, torch.device("meta"))
    assert there["a"][0].is_meta and there["a"][1][1].is_meta
    assert there["a"][1][0] == "text"


def test_rates_rise_and_fall_however_few_steps_there_are():
    for steps in range(1, 41):
        optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], 0.1)
        schedule, rates = one_cycle(optimiser, 0.1, steps, 0.05), []
        for _ in range(steps):
            rates.append(schedule.get_last_lr()[0])
            optimiser.step()
            schedule.step()
        assert max(rates) <= 0.1 and rates[-1] <= rates[0]
