"""`python -m undertone_model evaluate --model FILE.onnx ...`: the whole report, or with `--quick` a look in a few minutes."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch

from undertone_model.data.store import load_table
from undertone_model.evaluation.model import Model
from undertone_model.evaluation.quick import quick_look
from undertone_model.evaluation.report import write_report
from undertone_model.evaluation.suite import evaluate
from undertone_model.workspace import MODELS, stage_parser


def main(arguments: Sequence[str] | None = None) -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--model", type=Path, action="append", required=True, metavar="ONNX", help="a model; may be given several times")
    parser.add_argument("--quick", action="store_true", help="samples of validation and test only, printed")
    parser.add_argument("--most", type=int, metavar="N", help="at most N clips of each test set")
    parser.add_argument(
        "--keep-baselines",
        action="store_true",
        help="take the text-only and acoustic-only judges from the report that is there; refused if its tests are others",
    )
    parser.add_argument("--out", type=Path, default=MODELS / "report", metavar="DIR", help="where the report goes")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    table = load_table(args.work)
    if args.quick:
        for file in args.model:
            print(file.name, quick_look(table, Model(file)).round(3).to_string(index=False, na_rep=""), sep="\n")
        return
    plots = args.out / "plots"
    plots.mkdir(parents=True, exist_ok=True)
    earlier = json.loads((args.out / "report.json").read_text())["judges"] if args.keep_baselines else None
    labeller = json.loads((args.work / "reports" / "labeller.json").read_text())
    report = evaluate(table, args.model, args.work, plots, args.most, earlier)
    report["labeller"] = labeller
    (args.out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    write_report(report, args.out / "report.md")
