"""The report as Markdown, from `report.md.jinja`."""

from pathlib import Path

import jinja2
import numpy as np

from undertone_model.contract import LABELS
from undertone_model.evaluation.sets import DIALOGUE, EVERYDAY, MOVED, REAL_WORDS, UNSEEN, WORDS
from undertone_model.evaluation.strangers.calls import LENGTH
from undertone_model.evaluation.tone import ALL, STRANGE

_RESEARCH = ("nemo", "ased", "emospeech_in", "emotiontts_ko")
_WORDS = {
    WORDS: "sentences with human labels, unseen synthetic voice",
    EVERYDAY: "everyday sentences of service calls, unseen synthetic voice, our own labels",
    DIALOGUE: "television dialogue (MELD), unseen synthetic voice, labels of the scenes",
    REAL_WORDS: "real voices (Common Voice), unseen sentences, text pseudo-labels",
}
_STRONGEST = 10
"""Windows of the shipped call that stand in the report, of each model."""


def write_report(report: dict, file: Path) -> None:
    """`report`: what `evaluation.suite.evaluate` returns, with the labeller's own report."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"interval": interval, "points": points, "mean": mean_over_corpora, "strongest": strongest}
    ours = {name: figures for name, figures in report["judges"].items() if name in report["cost"]}
    sets = list(next(iter(report["judges"].values()))["sets"])
    groups = {
        "unseen": {name: _unseen(name) for name in sets if name in (*UNSEEN, STRANGE, MOVED)},
        "known": {name: _known(name) for name in sets if name not in (*UNSEEN, STRANGE, MOVED, ALL, *_WORDS)},
        "words": {name: what for name, what in _WORDS.items() if name in sets},
    }
    template = environment.get_template("report.md.jinja")
    names = {"left_out": report["calls of strangers"], "ours": ours, "groups": groups, "ALL": ALL, "LENGTH": LENGTH}
    file.write_text(template.render(report | names) + "\n")


def interval(figure: dict | None) -> str:
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]" if figure else "–"


def points(figure: dict | None) -> str:
    """A difference, in points."""
    return f"{100 * figure['value']:+.1f} [{100 * figure['low']:+.1f}, {100 * figure['high']:+.1f}]" if figure else "–"


def mean_over_corpora(corpora: dict[str, dict], measure: str) -> str:
    """Of figures of corpora that are left out, those that have all labels: recalls of two do not compare with those of three."""
    values = [entry[measure] for entry in corpora.values() if entry["labels"] == len(LABELS)]
    return f"{np.mean([value['value'] if isinstance(value, dict) else value for value in values]):.3f}" if values else "–"


def strongest(lines: list[dict]) -> list[dict]:
    """In the order of the call, the windows that lean furthest."""
    return sorted(sorted(lines, key=lambda line: -abs(line["window"]))[:_STRONGEST], key=lambda line: (line["end"], line["side"]))


def _unseen(name: str) -> str:
    if name == MOVED:
        return "moss_synth: one neutral sentence, synthetic voices, English and German"
    return "the three of people together" if name == STRANGE else name


def _known(name: str) -> str:
    return name + (" (unheard by the open build)" if name in _RESEARCH else "")
