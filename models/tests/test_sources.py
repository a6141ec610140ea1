"""The manifest counts what the weights have heard, also of weights that come from an earlier model."""

import json

import pandas as pd
import pytest

from undertone_model.stages.export.sources import DATA, earlier_data, sources
from undertone_model.workspace import WEIGHTS, MissingArtefact, run_folder


def test_frozen_weights_bring_what_they_had_heard(tmp_path):
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "LICENCES.csv").write_text("corpus,licence,source\nemodb,CC0,somewhere\n")
    table = pd.DataFrame(
        {"corpus": ["emodb", "emodb", "synthetic", "synthetic"], "split": ["train", "valid", "train", "test"], "use": "open"}
    )

    def counted(data=tmp_path):
        return {entry["name"]: entry["clips"] for entry in sources(table, "open", earlier_data(tmp_path, "open"), data)}

    folder = run_folder(tmp_path, "interpolate")
    for each in (folder, run_folder(tmp_path, "voice", "open")):
        each.mkdir(parents=True)
        (each / WEIGHTS).touch()
    assert counted() == {"emodb": 2, "synthetic": 1}
    with pytest.raises(MissingArtefact, match="licence of emodb"):
        counted(None)
    facts = {"licence": "CC0", "source": "somewhere", "use": "open"}
    heard = {"emodb": 1, "synthetic": 900, "gone": 5}
    (folder / DATA).write_text(json.dumps([{"name": name, "clips": clips} | facts for name, clips in heard.items()]))
    assert counted() == counted(None) == {"emodb": 2, "gone": 5, "synthetic": 900}
