"""However many processes make the examples or speak, what comes of it is the same."""

import shutil
from typing import get_args

import numpy as np
import pytest
import torch
from tiny_tasks import CPU, KINDS, tiny_config

from undertone_model import pipeline
from undertone_model.__main__ import COMMANDS
from undertone_model.command_line import training_parser
from undertone_model.config import load_config
from undertone_model.config.data import Voice, Voices
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.features.cache import FILES, fill
from undertone_model.stages.synthesis import command as synthesis
from undertone_model.stages.synthesis.command import Planned, Speaker, spoken
from undertone_model.training.train import Stage, train

STAGE = Stage("ctc-head", ("ctc_head",))


def test_a_training_learns_the_same(spoken, tmp_path):
    config, learned = tiny_config(), []
    for workers, stop in (("1", False), ("3", True)):
        work = tmp_path / workers
        work.mkdir()
        for minutes in (["--minutes", "0"], []) if stop else ([],):
            options = training_parser("", workers=True).parse_args(
                ["--work", str(work), "--data", str(work), "--device", "cpu", "--workers", workers, *minutes]
            )
            train(
                STAGE,
                options,
                config,
                {},
                lambda run, device, work=work, options=options: KINDS["ctc_head"](spoken, config, work, options.workers).task,
                lambda task: {name: module.state_dict() for name, module in task.modules.items()},
            )
        learned.append(torch.load(work / "runs" / "ctc-head" / "weights.pt"))
    assert all(torch.equal(value, learned[1][part][name]) for part, state in learned[0].items() for name, value in state.items())


def test_features_are_the_same(tmp_path):
    windows = [(torch.randn(80_000, generator=torch.Generator().manual_seed(i)), 0, float(i % 2)) for i in range(3)]
    parts = FrontEnd(), Encoder(), windows, CPU
    for workers in (1, 2):
        fill(tmp_path / str(workers), *parts, workers)
    assert all((tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes() for name in FILES)


class Remembering:
    """A voice that draws for itself, as Piper's does."""

    def __init__(self):
        self._rng = np.random.default_rng(0)

    def __call__(self, text: str, rng: np.random.Generator) -> np.ndarray:
        return self._rng.standard_normal(len(text))


def speak(text: str, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal(len(text))


class Pretending(Speaker):
    """Makes its voices in the process that speaks, as a speaker does."""

    def __call__(self, row: Planned) -> tuple[str, np.ndarray]:
        self._voices = self._voices or dict.fromkeys(get_args(Voice), speak) | {"joe": Remembering()}
        return super().__call__(row)


ESPEAK = pytest.param(Speaker, ["train"], marks=pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"))


@pytest.mark.parametrize(("kind", "splits"), [(Pretending, ["valid", "train", "test", "test"]), ESPEAK])
def test_speech_is_the_same(kind, splits, monkeypatch):
    monkeypatch.setattr(synthesis, "CHUNK", 2)
    voices = Voices(train={"espeak": 1.0}, valid={"flite_rms": 1.0}, test={"joe": 1.0})
    settings = load_config().synthesis.model_copy(update={"voices": voices})
    rows = [
        Planned(f"{part}-{i}", f"This is {i}.", "neutral", "synthetic", split, "open")
        for part, split in enumerate(splits)
        for i in range(5)
    ]
    one, three = (list(spoken(kind(settings, 0), rows, workers)) for workers in (1, 3))
    assert [voice for voice, _ in one] == [voice for voice, _ in three]
    for (_, pcm), (_, other) in zip(one, three, strict=True):
        np.testing.assert_array_equal(pcm, other)


def test_the_pipeline_hands_processes_to_every_stage_that_has_some_and_asks_none_for_what_it_lacks(monkeypatch, tmp_path, capsys):
    lines = []
    monkeypatch.setattr(pipeline.subprocess, "run", lambda line, check: lines.append(line[3:]))
    pipeline.main(["--work", str(tmp_path), "--data", str(tmp_path), "--workers", "3", "--minutes", "9", "--device", "cpu"])
    capsys.readouterr()
    assert len(lines) == len(pipeline.stages(load_config(), "open"))
    for command, *rest in lines:
        known = options_of(command, capsys)
        asked = {word for word in rest if word.startswith("--")}
        assert asked <= known and asked & {"--workers"} == known & {"--workers"}, command


def options_of(command: str, capsys) -> set[str]:
    module = __import__(f"undertone_model.{COMMANDS[command][0]}", fromlist=["main"])
    with pytest.raises(SystemExit):
        module.main(["--help"])
    return {word.strip("[],") for word in capsys.readouterr().out.split() if word.strip("[],").startswith("--")}
