"""Which corpora a build is trained on: the manifest's list of data."""

from pathlib import Path

import pandas as pd

from undertone_model.builds import USES
from undertone_model.stages.asr.artefacts import earlier_data
from undertone_model.workspace import of_corpora

SYNTHETIC = {
    "licence": "Apache-2.0 (GoEmotions' sentences and hibari's voice); CMU flite voices, eSpeak NG",
    "source": "https://github.com/google-research/google-research/tree/master/goemotions, spoken by the synthesis stage",
}


def licences_file(data: Path) -> Path:
    return of_corpora(data / "audio" / "LICENCES.csv")


def sources(table: pd.DataFrame, data: Path, work: Path, build: str, name: str | None = None) -> list[dict]:
    """One entry for each corpus that trains or chooses: name, licence, source, clips and use (open or research). Frozen weights taken from a
    model may have learned from more of a corpus than `table` holds."""
    used = table[table["use"].isin(USES[build]) & table["split"].isin(["train", "valid"])]
    licences = pd.read_csv(licences_file(data)).set_index("corpus")
    earlier = {entry["name"]: entry["clips"] for entry in earlier_data(work, build, name)}
    return [_entry(str(corpus), clips, licences, earlier.get(corpus, 0)) for corpus, clips in used.groupby("corpus")]


def _entry(corpus: str, clips: pd.DataFrame, licences: pd.DataFrame, earlier_clips: int) -> dict:
    known = licences.loc[corpus].to_dict() if corpus in licences.index else SYNTHETIC
    return {
        "name": corpus,
        "licence": known["licence"],
        "source": known["source"],
        "clips": max(len(clips), earlier_clips),
        "use": clips["use"].iloc[0],
    }
