"""All stages in order, for one build of the weights. Each resumes what it finds half done, so this may be interrupted and rerun.

    python -m pipeline --data DIR --work DIR --build open --encoder base
"""

import subprocess
import sys

from builds import USES
from classifier.encoders import ENCODERS
from paths import stage_parser

SENTENCES = 20_000
"""Spoken sentences of the training split; every clip of more voices is worth it while there is time."""


def stages(build: str, encoder: str) -> list[list[str]]:
    """Command lines after `python -m`; with `encoder` base, stages 0 and 1 are left out."""
    trained = ["--build", build, "--encoder", encoder]
    tuning = [["pretrain", "--build", build], ["asr", "--build", build], ["asr.evaluate", "--build", build]]
    return [
        ["base"],
        ["data"],
        ["synthesis", "--train", str(SENTENCES)],
        ["labels"],
        *(tuning if encoder == "asr" else []),
        ["classifier.features", *trained],
        ["classifier", *trained],
        ["export", "--build", build],
        ["evaluation", "--model", f"undertone-en-{build}.onnx"],
    ]


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--encoder", choices=ENCODERS, default="base", help="as it came, or after stage 1")
    options = parser.parse_args()
    for module, *arguments in stages(options.build, options.encoder):
        print(f"--- {module} {' '.join(arguments)}", flush=True)
        folders = ["--data", str(options.data), "--work", str(options.work)]
        subprocess.run([sys.executable, "-m", module, *arguments, *folders], check=True)


if __name__ == "__main__":
    main()
