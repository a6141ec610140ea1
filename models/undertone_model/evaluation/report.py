"""The report as Markdown, from `report.md.jinja`."""

from pathlib import Path

import jinja2

from undertone_model.evaluation.sets import DIALOGUE, REAL_WORDS, UNSEEN, WORDS
from undertone_model.evaluation.tone import ALL, STRANGE

_RESEARCH = ("nemo", "ased", "emospeech_in", "emotiontts_ko")


def write_report(report: dict, file: Path) -> None:
    """`report`: what `evaluation.__main__.evaluate` returns, with the labeller's own report."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"interval": _interval, "what": _what}
    ours = {name: figures for name, figures in report["judges"].items() if name in report["cost"]}
    baselines = {name: figures for name, figures in report["judges"].items() if name not in report["cost"]}
    template = environment.get_template("report.md.jinja")
    file.write_text(template.render(report, ours=ours, baselines=baselines, ALL=ALL) + "\n")


def _interval(figure: dict) -> str:
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _what(name: str) -> str:
    """A test set in words."""
    if name == WORDS:
        return "words: unseen voice and sentences, human labels"
    if name == DIALOGUE:
        return "words: unseen voice, television dialogue (MELD), labels of the scenes"
    if name == REAL_WORDS:
        return "words: real voices (Common Voice), unseen sentences, text pseudo-labels"
    if name == ALL:
        return "all with human labels"
    if name == STRANGE:
        return f"tone: {STRANGE}"
    if name in UNSEEN:
        return f"tone: {name}, corpus unseen by both builds"
    return f"tone: {name}, unseen speakers" + (" (corpus unseen by the open build)" if name in _RESEARCH else "")
