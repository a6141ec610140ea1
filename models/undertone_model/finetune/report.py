"""What was found, for people (Markdown) and for programs (JSON)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import numpy as np

from undertone_model.contract import LABELS
from undertone_model.finetune.answers import guesses
from undertone_model.finetune.crossing import Crossed
from undertone_model.finetune.table import Clip
from undertone_model.finetune.verdict import Figures, Interval
from undertone_model.metrics import NO_LABEL, calibration_error, recall_mean

WAYS = {"call": "all clips of a speaker as one call", "alone": "each clip as a recording of its own"}


def findings(clips: Sequence[Clip], answers: dict[str, Crossed], found: dict[str, Figures]) -> dict:
    """Plain values. `call` is what the verdict goes by: a stream adapts to its speaker."""
    call = answers["call"]
    languages = np.array([clips[number].language for number in call.clip])
    return {
        "clips": len(clips),
        "labels": {name: int((call.label == i).sum()) for i, name in enumerate(LABELS)},
        "figures": {way: asdict(part) | _beside(answers[way]) for way, part in found.items()},
        "speakers": {str(name): _part(call, call.speaker == name) for name in np.unique(call.speaker)},
        "languages": {str(name): _part(call, languages == name) for name in np.unique(languages) if name},
    }


def _beside(answers: Crossed) -> dict:
    """Expected calibration error of the clips that have a label, and the share of those that have none, before and after."""
    errors, without = [], []
    for scores in (answers.before, answers.after):
        known = guesses(scores) != NO_LABEL
        errors.append(calibration_error(answers.label[known], scores[known]))
        without.append(float(1 - known.mean()))
    return {"calibration_error": errors, "without_label": without}


def _part(answers: Crossed, mine: np.ndarray) -> dict:
    return {
        "clips": int(mine.sum()),
        "before": recall_mean(answers.label[mine], guesses(answers.before[mine])),
        "after": recall_mean(answers.label[mine], guesses(answers.after[mine])),
    }


def in_words(report: dict) -> str:
    """The Markdown of `findings` with `base`, `verdict`, `why`, `written` and `command`."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: dict) -> Iterator[str]:
    counts = ", ".join(f"{count} {name}" for name, count in report["labels"].items())
    yield f"# {report['base']['name']} {report['base']['version']}, fine-tuned"
    yield from ("", f"**{report['why']}** {report['written']}", "")
    yield f"{report['clips']} clips of {len(report['speakers'])} speakers: {counts}."
    yield "Every clip was judged by a model that had learned from other speakers alone. UAR is the mean recall of the labels; brackets are 95 %"
    yield "intervals over speakers (jackknife and Student's t)."
    yield from ("", f"`{report['command']}`", "")
    yield from ("| heard as | UAR before | UAR after | gain in points | calibration error | without a label |", "|" + " --- |" * 6)
    for way, part in report["figures"].items():
        before, after, gain = (Interval(**part[name]) for name in ("before", "after", "gain"))
        errors = " → ".join(f"{value:.2f}" for value in part["calibration_error"])
        without = " → ".join(f"{100 * value:.0f} %" for value in part["without_label"])
        yield f"| {WAYS[way]} | {_short(before)} | {_short(after)} | {_points(gain)} | {errors} | {without} |"
    yield from ("", "| recall, as one call | before | after |", "| --- | --- | --- |")
    for name, (before, after) in report["figures"]["call"]["recalls"].items():
        yield f"| {name} | {before:.2f} | {after:.2f} |"
    for kind in ("speakers", "languages"):
        if report[kind]:
            yield from ("", f"| {kind[:-1]}, as one call | clips | UAR before | UAR after |", "| --- | --- | --- | --- |")
        for name, part in report[kind].items():
            yield f"| {_cell(name)} | {part['clips']} | {part['before']:.2f} | {part['after']:.2f} |"
    yield from ("", "- The figures are of these speakers, this kind of call and this microphone. Of others they say nothing.")
    yield "- The words are heard as before. What changed is how a voice is judged, and how voice and words are weighed."
    for name in [name for name, count in report["labels"].items() if count == 0]:
        yield f"- No clip is {name}: of that label nothing was learned, and nothing is measured."
    yield "- A speaker's UAR is the mean over the labels that they have; of few clips it is mostly chance."


def _short(part: Interval) -> str:
    return f"{part.value:.2f} [{max(part.low, 0):.2f}, {part.high:.2f}]"


def _points(part: Interval) -> str:
    return f"{100 * part.value:+.1f} [{100 * part.low:+.1f}, {100 * part.high:+.1f}]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
