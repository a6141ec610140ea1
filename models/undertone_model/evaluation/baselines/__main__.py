"""`python -m undertone_model baselines`: let the baselines answer every test before there is a model to compare with."""

from collections.abc import Sequence

import torch

from undertone_model.builds import USES
from undertone_model.data.presence import speech_windows
from undertone_model.data.store import load_table
from undertone_model.evaluation.baselines.acoustic import AcousticOnly
from undertone_model.evaluation.baselines.text import TextOnly
from undertone_model.evaluation.sets import labelled
from undertone_model.evaluation.speech import Detectors
from undertone_model.workspace import stage_parser


def main(arguments: Sequence[str] | None = None) -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--most", type=int, metavar="N", help="at most N clips of each test set")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    table = load_table(args.work)
    Detectors(table, args.work).scores(*speech_windows(table, "test"))
    sets = labelled(table, most=args.most)
    classifiers = {f"acoustic only, {build}": AcousticOnly(table, build, args.work) for build in USES}
    classifiers["text only"] = TextOnly(args.work)
    for name, classify in classifiers.items():
        for corpus, rows in sets.items():
            classify(rows)
            print(f"{name}: {corpus}, {len(rows)} clips", flush=True)
