"""Which corpora a build is trained on: the manifest's list of data."""

import json
from pathlib import Path

import pandas as pd

from undertone_model.builds import USES
from undertone_model.workspace import MissingArtefact, artefact, of_corpora

DATA = "data.json"
"""Where `unpack` leaves the list of data of the model whose weights it took: in the folders of `interpolate` and `voice`."""

SYNTHETIC = {
    "licence": "Apache-2.0 (GoEmotions' sentences and hibari's voice); CMU flite voices, eSpeak NG",
    "source": "https://github.com/google-research/google-research/tree/master/goemotions, spoken by the synthesis stage",
}


def earlier_data(work: Path, build: str, name: str | None = None) -> list[dict]:
    """The data of the models whose weights `unpack` took; none of weights that are of a run."""
    folders = [file.parent for file in (artefact(work, "interpolate", name=name), artefact(work, "voice", build, name))]
    unpacked = [folder / DATA for folder in folders if (folder / DATA).exists() and not (folder / "run.json").exists()]
    entries = {entry["name"]: entry for file in unpacked for entry in json.loads(file.read_text())}
    for entry in entries.values():
        if entry["use"] not in USES[build]:
            raise SystemExit(
                f"the weights in {work} have heard {entry['name']}, which the build {build} may not use: take another work folder"
            )
    return list(entries.values())


EVERYDAY = {
    "licence": "Apache-2.0 (the sentences); CMU flite voices",
    "source": "sentences of this project, undertone_model/data/everyday.tsv, spoken by the synthesis stage",
}


def sources(table: pd.DataFrame, build: str, earlier: list[dict], data: Path | None) -> list[dict]:
    """One entry for each corpus of this build that trains or chooses (not those of research alone, on whose answers open's fusion is fitted and its
    numbers were chosen: the figures name them): name, licence, source, clips and use (open or research). `earlier`: those of a model
    from which weights were taken, which may have learned from more of a corpus than `table` holds. `data`: the folder with the licences of
    the others."""
    used = table[table["use"].isin(USES[build]) & table["split"].isin(["train", "valid"])]
    entries = {entry["name"]: entry for entry in earlier}
    licences = {"synthetic": SYNTHETIC, "everyday": EVERYDAY} | (_licences(data) if data else {})
    for corpus, clips in used.groupby("corpus"):
        before = entries.get(str(corpus), {"clips": 0})
        known = licences.get(str(corpus), before)
        if "licence" not in known:
            raise MissingArtefact(f"the licence of {corpus} is not known: --data (or UNDERTONE_DATA) is the folder with the corpora")
        facts = {"licence": known["licence"], "source": known["source"]}
        entries[str(corpus)] = {"name": corpus} | facts | {"clips": max(len(clips), before["clips"]), "use": clips["use"].iloc[0]}
    return [entries[name] for name in sorted(entries)]


def _licences(data: Path) -> dict[str, dict]:
    return pd.read_csv(of_corpora(data / "audio" / "LICENCES.csv")).set_index("corpus").to_dict("index")
