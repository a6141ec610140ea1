"""The manifest's figures are what the runs recorded, under commands that anyone may give."""

import json
from dataclasses import asdict

import pytest
import torch

from undertone_model.stages.export.figures import figures, of_stage
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.training.record import repeatable
from undertone_model.workspace import WEIGHTS, run_folder

COMMAND = "python -m undertone_model {} --work /mine --config open --set voice.ridge=0.02 --threads 2"
MEASURED = {
    "voice": [{"left_out": "nemo", "clips": 9, "UAR": 0.6}],
    "fusion": [
        {"kind": kind, "corpus": corpus, "examples": 10, "UAR": right, "calibration error": 0.1}
        for kind in ("moved", "foreign", "flat")
        for corpus, right in (("one", 0.4), ("other", 0.6))
    ],
}


@pytest.fixture
def work(tmp_path):
    """Whose runs were stopped once and begun again."""
    for stage, lines in MEASURED.items():
        folder = run_folder(tmp_path, stage, "open")
        folder.mkdir(parents=True)
        (folder / WEIGHTS).touch()
        (folder / "run.json").write_text(json.dumps({"sessions": [{"command": COMMAND.format(stage)}]}))
        (folder / "metrics.jsonl").write_text("".join(json.dumps({"step": step} | line) + "\n" for step, line in enumerate(lines * 2)))
    folder = run_folder(tmp_path, "speech-head")
    folder.mkdir()
    torch.save(asdict(SpeechHead({}, 1.0, 0.5, [{"metric": "speech presence AUC", "command": "speech-head"}])), folder / WEIGHTS)
    return tmp_path


def test_every_stage_has_its_figures(work):
    entries = figures(work, "open")
    assert [entry["metric"] for entry in of_stage(entries, "speech-head")] == ["speech presence AUC"]
    assert [(entry["value"], entry["n"]) for entry in of_stage(entries, "voice")] == [(0.6, 9)]
    together = of_stage(entries, "fusion")
    assert [entry["metric"] for entry in together] == ["UAR", "expected calibration error"] * 3
    assert [(entry["value"], entry["n"]) for entry in together] == [(0.5, 20), (0.1, 20)] * 3
    assert together[0]["command"] == "python -m undertone_model fusion --config open --set voice.ridge=0.02"


def test_a_command_that_anyone_may_give_names_no_machine():
    line = "python -m undertone_model voice --data=/mine --work /mine --config open --device cpu --workers 14 --minutes 3 --run x"
    assert repeatable(line) == "python -m undertone_model voice --config open --run x"
