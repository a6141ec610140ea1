"""`python -m undertone_model evaluate --model FILE.onnx ...`: the whole report, or with `--quick` a look in a few minutes."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch

from undertone_model.data.store import load_table
from undertone_model.evaluation.model import Model, check_model
from undertone_model.evaluation.quick import quick_look
from undertone_model.evaluation.report import write_report
from undertone_model.evaluation.suite import evaluate
from undertone_model.workspace import MODELS, MissingArtefact, labeller_report, stage_parser


def main(arguments: Sequence[str] | None = None) -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--model", type=Path, action="append", required=True, metavar="ONNX", help="a model; may be given several times")
    parser.add_argument("--quick", action="store_true", help="samples of validation and test only, printed")
    parser.add_argument("--most", type=int, metavar="N", help="at most N clips of each test set")
    parser.add_argument(
        "--keep-baselines",
        action="store_true",
        help="take the text-only and acoustic-only baselines from the report that is there; refused if its tests are others",
    )
    parser.add_argument("--run", metavar="NAME", help="of the runs of voice and fusion that the models come from")
    parser.add_argument("--out", type=Path, default=MODELS / "report", metavar="DIR", help="where the report goes")
    args = parser.parse_args(arguments)
    for file in args.model:
        check_model(file)
    torch.set_num_threads(1)
    table = load_table(args.work)
    if args.quick:
        for file in args.model:
            print(file.name, quick_look(table, Model(file)).round(3).to_string(index=False, na_rep=""), sep="\n")
        return
    plots = args.out / "plots"
    plots.mkdir(parents=True, exist_ok=True)
    values = args.out / "report.json"
    earlier = _read(values, "evaluate")["judges"] if args.keep_baselines else None
    labeller = _read(labeller_report(args.work), "pseudo-labels")
    report = evaluate(table, args.model, args.work, plots, args.most, args.run, earlier)
    report["labeller"] = labeller
    values.write_text(json.dumps(report, indent=1) + "\n")
    write_report(report, args.out / "report.md")


def _read(file: Path, command: str) -> dict:
    """What a command left in a file."""
    if not file.exists():
        raise MissingArtefact(f"{file} is not there: run `python -m undertone_model {command}` first")
    return json.loads(file.read_text())
