"""All stages in order, for one build of the weights. Each resumes what it finds half done, so this may be interrupted and rerun.

python -m undertone_model pipeline --data DIR --work DIR --build open
"""

import subprocess
import sys

from undertone_model.builds import USES
from undertone_model.workspace import MODELS, stage_parser

SENTENCES = 18_200
"""Spoken sentences of the training split; every clip of more voices is worth it while there is time."""


def stages(build: str) -> list[list[str]]:
    """Command lines after `python -m undertone_model`."""
    chosen = ["--build", build]
    return [
        ["base-weights"],
        ["prepare-data"],
        ["synthesis", "--train", str(SENTENCES)],
        ["pseudo-labels"],
        *stage_1(build),
        ["evaluate-asr", *chosen],
        ["lexical-head"],
        ["features", *chosen],
        ["classifier", *chosen],
        ["export", *chosen],
        ["evaluate", "--model", str(MODELS / f"undertone-en-{build}.onnx")],
    ]


def stage_1(build: str) -> list[list[str]]:
    """The research build goes on from where the open one ended."""
    before = [] if build == "open" else stage_1("open")
    start, longer, shorter = ([], [], []) if build == "open" else (["--begin-with", "open"], ["--steps", "500"], ["--steps", "400"])
    chosen = ["--build", build]
    return [*before, ["asr", *chosen, *start, *longer], ["interpolate", *chosen], ["ctc-head", *chosen, *start, *shorter]]


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    options = parser.parse_args()
    for command, *arguments in stages(options.build):
        print(f"--- {command} {' '.join(arguments)}", flush=True)
        folders = ["--data", str(options.data), "--work", str(options.work)]
        subprocess.run([sys.executable, "-m", "undertone_model", command, *arguments, *folders], check=True)


if __name__ == "__main__":
    main()
