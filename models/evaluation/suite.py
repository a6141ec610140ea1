"""All measurements, in one run."""

from pathlib import Path

import numpy as np
import pandas as pd

from augmentation.chain import Augmenter
from data.store import read_clip
from evaluation.baselines.acoustic import AcousticOnly
from evaluation.baselines.text import TextOnly
from evaluation.cost import cost_figures
from evaluation.model import Model
from evaluation.plots import plot_robustness, plot_sets
from evaluation.robustness import robustness_figures
from evaluation.sets import CONFLICT, labelled
from evaluation.speech import Detectors, equal_error_threshold, speech_figures, speech_windows
from evaluation.timeline import plot_timelines, timeline, words_said
from evaluation.tone import conflict_figures, group_figures, set_figures


def build_of(model: Path) -> str:
    """The build that a model file's name tells."""
    return "research" if "research" in model.stem else "open"


def tone(sets: dict[str, pd.DataFrame], judge) -> dict:
    """Figures of one judge of clips, `judge(rows)` -> `[rows, 3]`."""
    sentiment = {name: judge(rows) for name, rows in sets.items()}
    report = {"sets": set_figures(sets, sentiment), "groups": group_figures(sets, sentiment)}
    if CONFLICT in sets:
        report["conflict"] = conflict_figures(sets[CONFLICT], sentiment[CONFLICT])
    return report


def speech(table: pd.DataFrame, models: list[Model], work: Path) -> dict:
    """Speech presence by every model and by the other detectors; each threshold gives equal errors on validation."""
    valid, valid_windows = speech_windows(table, "valid")
    test, test_windows = speech_windows(table, "test")
    known = (valid["truth"] >= 0).to_numpy()
    scores = Detectors(table, work).scores(test, test_windows)
    for model in models:
        threshold = equal_error_threshold(valid["truth"].to_numpy()[known], model(valid_windows[known])[1])
        scores[model.name] = (model(test_windows)[1], threshold)
    return {"windows": len(test), "detectors": speech_figures(test, scores)}


def evaluate(table: pd.DataFrame, files: list[Path], work: Path, folder: Path, most: int | None) -> dict:
    """Everything, as plain values; plots go to `folder`. `most` limits the clips of each test set."""
    sets = labelled(table, most=most)
    models = {file: Model(file) for file in files}
    report = {
        "judges": {"text only": tone(sets, TextOnly(work))},
        "robustness": {},
        "cost": {},
        "timelines": {},
    }
    for build in sorted({build_of(file) for file in files}):
        acoustic = AcousticOnly(table, build, work)
        report["judges"][f"acoustic only, {build}: {acoustic.name}"] = tone(sets, acoustic)
    calls = table[table["corpus"] == "aws_lca"]
    spoken = words_said(calls, work)
    augmenter = Augmenter(table, "test")
    for file, model in models.items():
        report["judges"][model.name] = tone(sets, model.clips)
        report["robustness"][model.name] = robustness_figures(model, sets, augmenter)
        report["cost"][model.name] = cost_figures(
            file, work / "base", read_clip(table[table["corpus"] == "librispeech_part"].iloc[0])
        )
        lines = {row.speaker.rsplit("_", 1)[1]: timeline(model, row) for row in calls.itertuples()}
        plot_timelines(lines, folder / f"timeline-{model.name}.png")
        report["timelines"][model.name] = _with_words(spoken, lines)
    report["speech"] = speech(table, list(models.values()), work)
    plot_robustness(report["robustness"], folder / "robustness.png")
    plot_sets(report["judges"], folder / "sets.png")
    return report


def _with_words(spoken: pd.DataFrame, lines: dict[str, pd.DataFrame]) -> list[dict]:
    rows = []
    for side, line in lines.items():
        said = spoken[spoken["side"] == side].merge(line[["end", "speech", "label", "window"]], on="end")
        rows.append(said[said["speech"] >= 0.5])
    return pd.concat(rows).sort_values(["end", "side"]).round(3).replace({np.nan: None}).to_dict("records")
