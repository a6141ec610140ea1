"""Plots of the report."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


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
    panels[1].legend(fontsize="small")
    figure.savefig(file, dpi=110)
    plt.close(figure)


def plot_sets(systems: dict, file: Path) -> None:
    """UAR of every system on every test set."""
    figure, panel = plt.subplots(figsize=(10, 4.5), constrained_layout=True)
    names = list(next(iter(systems.values()))["sets"])
    width = 0.8 / len(systems)
    for shift, (system, entry) in enumerate(systems.items()):
        values = [entry["sets"][name]["uar"] for name in names]
        middle = np.array([value["value"] for value in values])
        spread = np.abs(np.array([[value["low"], value["high"]] for value in values]).T - middle)
        panel.bar(np.arange(len(names)) + width * shift, middle, width, yerr=spread, label=system, error_kw={"linewidth": 0.8})
    panel.axhline(1 / 3, color="0.4", linestyle=":")
    panel.set(ylabel="UAR (chance dotted)", ylim=(0, 1), xticks=np.arange(len(names)) + 0.4 - width / 2)
    panel.set_xticklabels(names, rotation=20, ha="right")
    panel.legend(fontsize="small")
    figure.savefig(file, dpi=110)
    plt.close(figure)
