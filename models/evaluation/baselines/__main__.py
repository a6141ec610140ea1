"""`python -m evaluation.baselines`: let the baselines answer every test before there is a model to compare with."""

import torch

from augmentation.presence import speech_windows
from builds import USES
from data.store import load_table
from evaluation.baselines.acoustic import AcousticOnly
from evaluation.baselines.text import TextOnly
from evaluation.sets import labelled
from evaluation.speech import Detectors
from paths import stage_parser


def main():
    parser = stage_parser(__doc__)
    parser.add_argument("--most", type=int, metavar="N", help="at most N clips of each test set")
    args = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(args.work)
    Detectors(table, args.work).scores(*speech_windows(table, "test"))
    sets = labelled(table, most=args.most)
    judges = {f"acoustic only, {build}": AcousticOnly(table, build, args.work) for build in USES}
    judges["text only"] = TextOnly(args.work)
    for name, judge in judges.items():
        for corpus, rows in sets.items():
            judge(rows)
            print(f"{name}: {corpus}, {len(rows)} clips", flush=True)


if __name__ == "__main__":
    main()
