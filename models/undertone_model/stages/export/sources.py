"""Which corpora a build is trained on: the manifest's list of data."""

from pathlib import Path

import pandas as pd

from undertone_model.builds import USES
from undertone_model.workspace import MissingArtefact, of_corpora

SYNTHETIC = {
    "licence": "Apache-2.0 (GoEmotions' sentences and hibari's voice); CMU flite voices, eSpeak NG",
    "source": "https://github.com/google-research/google-research/tree/master/goemotions, spoken by the synthesis stage",
}


def sources(table: pd.DataFrame, build: str, earlier: list[dict], data: Path | None) -> list[dict]:
    """One entry for each corpus that trains or chooses: name, licence, source, clips and use (open or research). `earlier`: those of a model
    from which weights were taken, which may have learned from more of a corpus than `table` holds. `data`: the folder with the licences of
    the others."""
    used = table[table["use"].isin(USES[build]) & table["split"].isin(["train", "valid"])]
    entries = {entry["name"]: entry for entry in earlier}
    licences = {"synthetic": SYNTHETIC} | (_licences(data) if data else {})
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
