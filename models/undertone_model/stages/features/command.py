"""Compute the features of stage 2's windows; an unfinished run is gone on with.

python -m undertone_model features --work DIR --build open
"""

import torch

from undertone_model.builds import USES
from undertone_model.data.store import load_table
from undertone_model.stages.features.cache import cache_folder, fill
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.features.windows import MixedWindows
from undertone_model.workspace import stage_parser

SIZES = {"valid": 1_500, "train": 12_000}


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    for split, size in SIZES.items():
        parser.add_argument(f"--{split}", type=int, default=size, help=f"windows of the {split} split")
    options = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(options.work)
    frozen = load_frozen(options.work, options.build)
    for split in SIZES:
        windows = MixedWindows(table, split, options.build, getattr(options, split))
        fill(cache_folder(options.work, options.build, split), *frozen, windows)


if __name__ == "__main__":
    main()
