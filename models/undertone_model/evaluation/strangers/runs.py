"""The runs of `voice` and `fusion` behind a model, taken for measuring."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from undertone_model.config import Config, recorded
from undertone_model.data.store import load_table
from undertone_model.evaluation.strangers.calls import MIXES, Fused, answers, worth
from undertone_model.evaluation.strangers.figures import stranger_figures
from undertone_model.network.fusion import Fusion
from undertone_model.stages.export.figures import figures, of_stage
from undertone_model.stages.fusion.artefacts import load_fusion
from undertone_model.stages.fusion.command import gathered
from undertone_model.stages.fusion.examples import Examples
from undertone_model.stages.fusion.words import Words
from undertone_model.stages.voice.artefacts import ANSWERS
from undertone_model.stages.voice.command import heard, taught
from undertone_model.stages.voice.strangers import left_out
from undertone_model.workspace import artefact, present


def strangers(work: Path, build: str, name: str | None, asker: str) -> dict:
    """How voice and words come out on corpora that are left out. `asker`: who asks, for the record of what is kept."""
    voice = dict(np.load(artefact(work, "voice", build, name, ANSWERS)))
    return stranger_figures(voice, load_table(work), _examples(work, build, name, asker), load_fusion(work, build, name))


def adaptation(work: Path, build: str, name: str | None, asker: str) -> dict:
    """By mix of labels, what the state is worth on calls of strangers."""
    plain, fusion = _examples(work, build, name, asker)["plain"], load_fusion(work, build, name)
    beside = fused(fusion, Words(plain.words, plain.confidence))
    config = _config(work, "voice", build, name)
    emotional, ordinary = heard(work, name, asker)
    channels = list(left_out(*taught(emotional, build), ordinary, config.voice, config.seed))
    report = {}
    for mix, shares in MIXES.items():
        parts = {corpus: answers(channel, clips, shares) for corpus, clips, channel in channels}
        report[mix] = worth({corpus: part for corpus, part in parts.items() if part}, beside)
    return report


def fused(fusion: Fusion, plain: Words) -> Fused:
    """Each voice beside the plain words of somebody else."""

    def beside(voice: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        words = plain[rng.integers(len(plain.logits), size=len(voice))]
        with torch.inference_mode():
            return fusion(torch.from_numpy(voice), words.logits, words.confidence).numpy()

    return beside


def check_runs(manifest: Mapping, work: Path, build: str, name: str | None) -> None:
    """Figures of runs that are not those of the model would be another model's."""
    recorded_there, here = manifest["figures"], figures(work, build, name)
    for stage in ("voice", "fusion"):
        both = [[(entry["metric"], entry["data"], entry["value"]) for entry in of_stage(part, stage)] for part in (recorded_there, here)]
        if both[0] != both[1]:
            raise SystemExit(f"the runs of {stage} in {work} are not those of undertone-en-{build}: --work or --run should name them")


def _examples(work: Path, build: str, name: str | None, asker: str) -> dict[str, Examples]:
    return gathered(work, _config(work, "fusion", build, name), name, asker)


def _config(work: Path, stage: str, build: str, name: str | None) -> Config:
    return recorded(present(artefact(work, stage, build, name).parent / "config.yaml", stage, build))


def read_manifest(model: Path) -> dict:
    return json.loads(model.with_suffix(".json").read_text())
