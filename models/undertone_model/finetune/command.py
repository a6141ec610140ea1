"""Fine-tune a shipped model on clips of your own callers.

    python -m undertone_model finetune --clips my-calls.csv --base undertone-en-open.onnx --out my-model

The CSV has the columns file, label (negative, neutral, positive, or an emotion) and speaker, and if you like start, end (seconds), channel and language.
It writes my-model.onnx and my-model.json, which the SDK loads, and what was found on speakers who were held out: my-model.report.md and .json.
Where no gain can be shown there is a report and no model. docs/finetuning.md says more.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from undertone_model.finetune.base import Base
from undertone_model.finetune.crossing import crossed
from undertone_model.finetune.errors import FinetuneError
from undertone_model.finetune.learning import learned
from undertone_model.finetune.listening import listened
from undertone_model.finetune.report import findings, in_words
from undertone_model.finetune.store import model_file, write_model
from undertone_model.finetune.table import read_clips
from undertone_model.finetune.verdict import Verdict, figures, judged
from undertone_model.workspace import MODELS, count

NOT_STATED = "not stated: whoever has the clips knows"


def main(arguments: Sequence[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        print(finetune(_parser().parse_args(arguments)))
    except FinetuneError as error:
        raise SystemExit(str(error)) from error


def _parser() -> argparse.ArgumentParser:
    prog = sys.argv[0].rpartition("/")[2]
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, required=True, metavar="CSV", help="the clips; files are found from its folder")
    parser.add_argument("--base", type=Path, default=MODELS / "undertone-en-open.onnx", metavar="ONNX", help="the model to begin with")
    parser.add_argument("--out", type=Path, required=True, metavar="NAME", help="name of the new model, with a folder if you like")
    parser.add_argument("--anyway", action="store_true", help="write the model though no gain was shown; its manifest says so")
    parser.add_argument("--licence", default=NOT_STATED, metavar="TEXT", help="of the clips, for the manifest's list of data")
    parser.add_argument("--threads", type=count, default=1, help="of the fitting")
    return parser


def finetune(options: argparse.Namespace) -> str:
    """What was found and what was written, in words."""
    torch.set_num_threads(options.threads)
    file = model_file(options.out)
    clips = read_clips(options.clips)
    _make(file.parent)
    base = Base(_found(options.base))
    if file.exists() and file.samefile(base.file):
        raise FinetuneError("bad-name", f"--out {options.out} is the base itself: give the new model a name of its own")
    before, windows = base.judge(), listened(base, clips)
    learn = partial(learned, before, threshold=base.threshold)
    answers = crossed(before, learn, windows, base.threshold)
    found = {way: figures(part) for way, part in answers.items()}
    verdict, why = judged(answers["call"], found["call"])
    command = f"python -m undertone_model finetune --clips {options.clips.name} --base {base.file.name} --out {file.stem}"
    if verdict is Verdict.GAIN or options.anyway:
        data = {"name": options.clips.stem, "licence": options.licence, "source": "fine-tuning on one's own clips"}
        data |= {"clips": len(clips), "use": "fine-tuning", "speakers": len(np.unique(answers["call"].speaker))}
        write_model(base, learn(windows), file, data, found["call"], verdict, command)
    report = {"base": {name: base.manifest[name] for name in ("name", "version", "sha256")}, "verdict": verdict, "why": why}
    report |= {"written": _written(file, base, verdict, options.anyway), "command": command} | findings(clips, answers, found)
    for suffix, text in ((".report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n"), (".report.md", in_words(report))):
        file.with_name(file.stem + suffix).write_text(text, encoding="utf-8")
    return f"{why}\n{report['written']}\nAll figures: {file.with_name(file.stem + '.report.md')}"


def _written(file: Path, base: Base, verdict: Verdict, anyway: bool) -> str:
    if verdict is Verdict.GAIN:
        return f"{file.name} is written."
    if anyway:
        return f"{file.name} is written, as --anyway asks. Its manifest says that no gain was shown."
    earlier = f" {file.name} is of an earlier run." if file.exists() else ""
    return f"No model is written: go on with {base.manifest['name']}. --anyway writes it all the same.{earlier}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FinetuneError("bad-name", f"{folder}, the folder of --out, cannot be made: {error.strerror}") from error


def _found(base: Path) -> Path:
    """A model that ships may be called by its name alone."""
    shipped = MODELS / base
    return shipped if not base.exists() and base.name == str(base) and shipped.exists() else base
