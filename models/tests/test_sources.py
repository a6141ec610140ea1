"""The manifest counts what the weights have heard, also of weights that come from an earlier model."""

import json

import pandas as pd

from undertone_model.stages.asr.artefacts import DATA
from undertone_model.stages.classifier.sources import sources
from undertone_model.workspace import WEIGHTS, run_folder


def test_frozen_weights_bring_what_they_had_heard(tmp_path):
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "LICENCES.csv").write_text("corpus,licence,source\nemodb,CC0,somewhere\n")
    table = pd.DataFrame(
        {"corpus": ["emodb", "emodb", "synthetic", "synthetic"], "split": ["train", "valid", "train", "test"], "use": "open"}
    )

    def counted():
        return {entry["name"]: entry["clips"] for entry in sources(table, tmp_path, tmp_path, "open")}

    folder = run_folder(tmp_path, "interpolate", "open")
    folder.mkdir(parents=True)
    (folder / WEIGHTS).touch()
    assert counted() == {"emodb": 2, "synthetic": 1}
    (folder / DATA).write_text(json.dumps([{"name": "emodb", "clips": 1}, {"name": "synthetic", "clips": 900}]))
    assert counted() == {"emodb": 2, "synthetic": 900}
