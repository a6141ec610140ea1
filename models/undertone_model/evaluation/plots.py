"""Plots of the report."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from undertone_model.contract import LABELS


def plot_robustness(by_model: dict, file: Path) -> None:
    """UAR of words and of tone under each condition, a row for each condition."""
    figure, panels = plt.subplots(1, 2, figsize=(10, 5), sharey=True, constrained_layout=True)
    for panel, kind in zip(panels, ("words", "tone")):
        for shift, (name, conditions) in enumerate(by_model.items()):
            values = [entry[kind] for entry in conditions.values()]
            place = np.arange(len(values)) + 0.25 * shift
            middle = np.array([value["value"] for value in values])
            spread = np.abs(np.array([[value["low"], value["high"]] for value in values]).T - middle)
            panel.errorbar(middle, place, xerr=spread, fmt="o", capsize=2, label=name)
        panel.axvline(1 / 3, color="0.7", linestyle=":")
        panel.set(title=kind, xlabel="UAR (chance dotted)", yticks=np.arange(len(conditions)), yticklabels=list(conditions))
    panels[0].invert_yaxis()
    # Below: in either panel it would hide intervals.
    figure.legend(*panels[0].get_legend_handles_labels(), fontsize="small", loc="outside lower center", ncols=len(by_model))
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_sets(systems: dict, file: Path) -> None:
    """UAR of every system on every test set."""
    names = list(next(iter(systems.values()))["sets"])
    figure, panel = plt.subplots(figsize=(10, 4.5), constrained_layout=True)
    _bars(panel, {system: [entry["sets"][name]["uar"] for name in names] for system, entry in systems.items()}, names)
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_left_out(by_model: dict, file: Path) -> None:
    """UAR on each corpus by a voice channel that has learned from the others: the voice alone, and beside plain English words."""
    figure, panels = plt.subplots(1, len(by_model), figsize=(10, 4), sharey=True, constrained_layout=True, squeeze=False)
    for panel, (name, kinds) in zip(panels[0], by_model.items()):
        corpora = list(kinds["voice"]["corpora"])
        bars = {
            what: [kinds[kind]["corpora"][corpus]["UAR"] for corpus in corpora]
            for kind, what in (("voice", "voice alone"), ("moved", "voice beside plain English words"))
        }
        _bars(panel, bars, corpora)
        panel.set_title(name)
    figure.savefig(file, dpi=110)
    plt.close(figure)


def _bars(panel: Axes, groups: dict[str, list[dict]], names: list[str]) -> None:
    """A bar for each name and group, of figures with an interval."""
    width = 0.8 / len(groups)
    for shift, (group, values) in enumerate(groups.items()):
        middle = np.array([value["value"] for value in values])
        spread = np.abs(np.array([[value["low"], value["high"]] for value in values]).T - middle)
        panel.bar(np.arange(len(names)) + width * shift, middle, width, yerr=spread, label=group, error_kw={"linewidth": 0.8})
    panel.axhline(1 / 3, color="0.4", linestyle=":")
    panel.set(ylabel="UAR (chance dotted)", ylim=(0, 1), xticks=np.arange(len(names)) + 0.4 - width / 2)
    panel.set_xticklabels(names, rotation=20, ha="right")
    panel.legend(fontsize="small")


def plot_emotions(by_model: dict, file: Path) -> None:
    """Of each emotion how often strangers who play it get each label, beside plain English words."""
    figure, panels = plt.subplots(1, len(by_model), figsize=(10, 3.5), constrained_layout=True, squeeze=False)
    for panel, (name, kinds) in zip(panels[0], by_model.items()):
        emotions = kinds["moved"]["emotions"]
        shares = np.array([entry["labels"] for entry in emotions.values()])
        panel.imshow(shares, vmin=0, vmax=1, cmap="Blues", aspect="auto")
        for (row, column), share in np.ndenumerate(shares):
            panel.text(column, row, f"{share:.2f}", ha="center", va="center", color="white" if share > 0.5 else "black")
        panel.set(title=name, xlabel="label", xticks=range(len(LABELS)), xticklabels=LABELS)
        panel.set(yticks=range(len(emotions)), yticklabels=list(emotions))
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_reliability(by_model: dict, file: Path) -> None:
    """How often a label is right, by what its probability says; the larger a dot, the more of the examples it stands for."""
    figure, panels = plt.subplots(1, len(by_model), figsize=(10, 4.5), sharey=True, constrained_layout=True, squeeze=False)
    for panel, (name, kinds) in zip(panels[0], by_model.items()):
        panel.plot([1 / 3, 1], [1 / 3, 1], color="0.6", linestyle=":")
        for kind, what in (
            ("moved", "moved voices beside plain words"),
            ("foreign", "moved voices, foreign words"),
            ("flat", "flat voices"),
        ):
            points = kinds[kind]["reliability"]
            said, right, share = (np.array([point[key] for point in points]) for key in ("said", "right", "share"))
            (line,) = panel.plot(said, right, label=what, linewidth=1)
            panel.scatter(said, right, s=400 * share, color=line.get_color(), alpha=0.6)
        panel.set(title=name, xlabel="probability of the label", ylabel="share that is right", xlim=(0.3, 1), ylim=(0, 1))
        panel.legend(fontsize="small")
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_adaptation(by_model: dict, file: Path) -> None:
    """UAR by seconds of the speaker that the stream has heard, with its state and without."""
    mixes = list(next(iter(by_model.values())))
    figure, panels = plt.subplots(1, len(mixes), figsize=(10, 4), sharey=True, constrained_layout=True, squeeze=False)
    for panel, mix in zip(panels[0], mixes):
        for color, (name, report) in zip(("C0", "C1", "C2", "C3"), by_model.items()):
            points = report[mix].get("mean", {"curve": []})["curve"]
            seconds = [point["seconds"] for point in points]
            panel.plot(seconds, [point["with"] for point in points], color=color, marker="o", label=f"{name}, with the state")
            panel.plot(seconds, [point["without"] for point in points], color=color, marker="o", linestyle=":", label=f"{name}, without")
        panel.set(title=mix, xlabel="seconds of the speaker heard before", ylabel="UAR beside plain words")
    panels[0][0].legend(fontsize="small")
    figure.savefig(file, dpi=110)
    plt.close(figure)
