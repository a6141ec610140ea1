"""All measurements, in one run."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from undertone_model.config import load_config
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.presence import speech_windows
from undertone_model.data.store import read_clip
from undertone_model.data.table import thinned
from undertone_model.evaluation.adaptation import adaptation_figures
from undertone_model.evaluation.baselines.acoustic import AcousticOnly
from undertone_model.evaluation.baselines.text import TextOnly
from undertone_model.evaluation.conflicts import conflict_figures
from undertone_model.evaluation.cost import cost_figures
from undertone_model.evaluation.model import Model
from undertone_model.evaluation.plots import plot_adaptation, plot_emotions, plot_left_out, plot_reliability, plot_robustness, plot_sets
from undertone_model.evaluation.robustness import robustness_figures
from undertone_model.evaluation.sets import REAL_WORDS, labelled, truth
from undertone_model.evaluation.speech import Detectors, speech_figures
from undertone_model.evaluation.steady import gender_figures, plain_figures, steady_figures, wordless_figures
from undertone_model.evaluation.strangers.runs import adaptation, check_runs, read_manifest, strangers
from undertone_model.evaluation.timeline import plot_timelines, timeline, window_transcripts
from undertone_model.evaluation.tone import group_figures, set_figures

ASKER = "evaluate"
"""For the record of what is kept."""
Classify = Callable[[pd.DataFrame], np.ndarray]
"""Clips to probabilities `[rows, 3]`."""


def build_of(model: Path) -> str:
    """The build that a model file's name tells."""
    return "research" if "research" in model.stem else "open"


def tone(sets: dict[str, pd.DataFrame], sentiment: dict[str, np.ndarray]) -> dict:
    """Figures of one system, from its probabilities `[rows, 3]` by set."""
    return {
        "sets": set_figures(sets, sentiment),
        "groups": group_figures(sets, sentiment),
        "conflicts": conflict_figures(sets, sentiment),
    }


def answered(sets: dict[str, pd.DataFrame], classify: Classify) -> dict[str, np.ndarray]:
    return {name: classify(rows) for name, rows in sets.items()}


def speech(table: pd.DataFrame, models: list[Model], work: Path) -> dict:
    """Speech presence by every model at the threshold of its manifest, and by the other detectors at one of the same making; and what labels
    the models give to what is no speech."""
    test, test_windows = speech_windows(table, "test")
    scores, wordless = Detectors(table, work).scores(test, test_windows), {}
    for model in models:
        sentiment, presence = model(test_windows)
        scores[model.name] = (presence, model.speech_threshold)
        wordless[model.name] = wordless_figures(test, test_windows, sentiment, presence, model.speech_threshold)
    return {"windows": len(test), "detectors": speech_figures(test, scores), "wordless": wordless}


def baselines(table: pd.DataFrame, sets: dict[str, pd.DataFrame], builds: list[str], work: Path) -> dict:
    """Figures of the systems without a model of ours: the words alone, and the sound alone."""
    figures = {"text only": tone(sets, answered(sets, TextOnly(work)))}
    for build in builds:
        acoustic = AcousticOnly(table, build, work)
        figures[f"acoustic only, {build}: {acoustic.name}"] = tone(sets, answered(sets, acoustic))
    return figures


def kept_baselines(systems: dict, sets: dict[str, pd.DataFrame]) -> dict:
    """Those of an earlier report on the same tests: as many clips of each label in each set."""
    kept = {name: figures for name, figures in systems.items() if not name.startswith("undertone")}
    for name, rows in sets.items():
        expected = np.bincount(truth(rows), minlength=3).tolist()
        for figures in kept.values():
            if (
                name not in figures["sets"]
                or "conflicts" not in figures
                or np.sum(figures["sets"][name]["confusion"], axis=1).tolist() != expected
            ):
                raise SystemExit(f"the earlier report was made on another {name}: run without --keep-baselines")
    return kept


def evaluate(
    table: pd.DataFrame, files: list[Path], work: Path, folder: Path, most: int | None, run: str | None = None, earlier: dict | None = None
) -> dict:
    """Everything, as plain values; plots go to `folder`. `most` limits the clips of each test set; `run`: the name of the runs of `voice` and
    `fusion` behind the models; `earlier` are the systems of a report whose baselines still hold."""
    sets = labelled(table, most=most)
    for file in files:
        check_runs(read_manifest(file), work, build_of(file), run)
    # Spawned, for a fork of a process whose libraries run threads may hang; each on one thread, as here.
    with ProcessPoolExecutor(len(files), get_context("spawn"), torch.set_num_threads, (1,)) as processes:
        measured = processes.map(partial(model_figures, table, sets, folder, most), files)
        builds = sorted({build_of(file) for file in files})
        report = {"judges": kept_baselines(earlier, sets) if earlier else baselines(table, sets, builds, work)}
        transcripts = window_transcripts(_calls(table), work)
        left_out = {build: (strangers(work, build, run, ASKER), adaptation(work, build, run, ASKER)) for build in builds}
        figures = dict(zip(files, measured))
    report["strangers"], report["calls of strangers"] = ({file.stem: left_out[build_of(file)][part] for file in files} for part in (0, 1))
    for part in ("judges", "adaptation", "steady", "robustness"):
        report.setdefault(part, {}).update({file.stem: figures[file][part] for file in files})
    report["timelines"] = {file.stem: _with_transcripts(transcripts, figures[file]["lines"]) for file in files}
    # One after the other, with nothing of ours beside them.
    window = read_clip(table[table["corpus"] == "librispeech_part"].iloc[0])
    report["cost"] = {file.stem: cost_figures(file, work / "base", window) for file in files}
    report["speech"] = speech(table, [Model(file) for file in files], work)
    draw(report, folder)
    return report


def draw(report: dict, folder: Path) -> None:
    """The plots, but for those of the call."""
    plot_left_out(report["strangers"], folder / "left-out.png")
    plot_emotions(report["strangers"], folder / "emotions.png")
    plot_reliability(report["strangers"], folder / "reliability.png")
    plot_adaptation(report["calls of strangers"], folder / "adaptation.png")
    plot_robustness(report["robustness"], folder / "robustness.png")
    plot_sets(report["judges"], folder / "sets.png")


def model_figures(table: pd.DataFrame, sets: dict[str, pd.DataFrame], folder: Path, most: int | None, file: Path) -> dict:
    """What is measured of one model by itself, by part of the report, and the `lines` of the shipped call by side, which are plotted too."""
    model = Model(file)
    lines = {row.speaker.rsplit("_", 1)[1]: timeline(model, row) for row in _calls(table).itertuples()}
    plot_timelines(lines, folder / f"timeline-{model.name}.png")
    sentiment = answered(sets, model.clips)
    read = thinned(
        table[(table["corpus"] == REAL_WORDS) & (table["split"] == "test") & (table["gender"] != "")].reset_index(drop=True), most
    )
    steady = {
        "changes": steady_figures(table, "test", model, most),
        "plain": plain_figures(sets[REAL_WORDS], sentiment[REAL_WORDS]) if REAL_WORDS in sets else None,
        "gender": gender_figures(read, model.clips(read)) if len(read) else None,
    }
    return {
        "judges": tone(sets, sentiment),
        "steady": steady,
        "adaptation": adaptation_figures(labelled(table), model),
        "robustness": robustness_figures(model, sets, Augmenter(table, load_config().augmentation, "test")),
        "lines": lines,
    }


def _calls(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["corpus"] == "aws_lca"]


def _with_transcripts(transcripts: pd.DataFrame, lines: dict[str, pd.DataFrame]) -> list[dict]:
    """The transcript of each window that has a label."""
    rows = []
    for side, line in lines.items():
        windows = transcripts[transcripts["side"] == side].merge(line[["end", "label", "window"]], on="end")
        rows.append(windows[windows["label"] != ""])
    return pd.concat(rows).sort_values(["end", "side"]).round(3).to_dict("records")
