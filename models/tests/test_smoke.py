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

from base.wheel import fetch
from pipeline import stages
from tiny_data import write_data

MODELS = Path(__file__).parents[1]
SPEAKING = ("flite", "espeak-ng")


def commands(out: Path) -> list[list[str]]:
    """Command lines after `python -m`; the model and the report go to `out`."""
    model = str(out / "undertone-en-open.onnx")
    return [
        ["base"],
        ["data"],
        ["synthesis", "--train", "9", "--valid", "6", "--test", "6", "--dialogue", "6"],
        ["labels", "--limit", "24"],
        ["pretrain", "--steps", "1"],
        ["pretrain.evaluate", "--clips", "18"],
        ["asr", "--steps", "1"],
        ["asr", "--steps", "1", "--build", "research", "--begin-with", "open"],
        ["asr.restore"],
        ["asr.hearing", "--steps", "2"],
        ["asr.evaluate", "--clips", "3"],
        ["reading", "--sentences", "48", "--steps", "2"],
        ["reading.evaluate", "--sentences", "64"],
        ["features", "--train", "48", "--valid", "48"],
        ["classifier", "--epochs", "1"],
        ["export", "--out", str(out)],
        ["export.unpack"],
        ["evaluation.baselines", "--most", "3"],
        ["evaluation", "--model", model, "--most", "3", "--out", str(out)],
        ["evaluation", "--model", model, "--quick"],
        ["evaluation.unheard", "--build", "open", "--clips", "6"],
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
            warnings.warn(f"{program} is not installed: in its place a recording speaks")
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
    assert {module for module, *_ in stages("open")} <= {module for module, *_ in commands(tmp_path)}
