"""Every training stage once, on a handful of clips cut from the base wheel's own recording: minutes, and only when asked for.

UNDERTONE_SMOKE=1 python -m pytest tests/test_smoke.py
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from base.wheel import fetch
from data.store import StoreWriter
from data.table import COLUMNS
from network import LABELS, SAMPLE_RATE

MODELS = Path(__file__).parents[1]
STAGES = [
    ["base"],
    ["pretrain", "--steps", "1"],
    ["asr", "--steps", "1"],
    ["asr.evaluate", "--clips", "2"],
    ["classifier.features", "--encoder", "asr", "--train", "48", "--valid", "48"],
    ["classifier", "--encoder", "asr", "--epochs", "1"],
]

pytestmark = pytest.mark.skipif("UNDERTONE_SMOKE" not in os.environ, reason="takes minutes and a wheel of 67 MB")


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> list[str]:
    work, data = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("data")
    (data / "audio").mkdir()
    (data / "audio" / "LICENCES.csv").write_text("corpus,licence,source\n")
    pcm, _ = soundfile.read(fetch(work / "base") / "beckett.wav", dtype="float32")
    write_table(work, pcm)
    return ["--work", str(work), "--data", str(data)]


def write_table(work: Path, pcm: np.ndarray) -> None:
    """Speech of every label and noise, for training and for validation."""
    rng = np.random.default_rng(0)
    rows = []
    with StoreWriter(work, "smoke") as store:
        for i, split in enumerate(["train", "valid"] * 12):
            start = rng.integers(len(pcm) - 2 * SAMPLE_RATE)
            speech = i < 18
            sound = pcm[start : start + 2 * SAMPLE_RATE] if speech else 0.1 * rng.standard_normal(2 * SAMPLE_RATE)
            offset, samples = store.write(sound)
            facts = {
                "clip": f"smoke-{i}", "corpus": "commonvoice_dev" if speech else "noise", "language": "en", "speaker": split,
                "transcript": "try again" if speech else "", "label": LABELS[i // 2 % 3] if speech else "",
                "origin": ["acted", "synthetic", "text"][i // 6 % 3] if speech else "", "speech": speech, "use": "open", "split": split,
                "kind": "speech" if speech else "noise", "offset": offset, "samples": samples, "store": "smoke",
            }  # fmt: skip
            rows.append({column: facts.get(column, "") for column in COLUMNS})
    pd.DataFrame(rows).astype({"speech": "boolean"}).to_parquet(work / "clips.parquet")


def test_every_stage_runs(folders, tmp_path):
    for module, *arguments in [*STAGES, ["export", "--out", str(tmp_path)]]:
        subprocess.run([sys.executable, "-m", module, *arguments, *folders], check=True, cwd=MODELS)
    assert (tmp_path / "undertone-en-open.onnx").stat().st_size < 9_000_000
    assert (tmp_path / "undertone-en-open.json").exists()
