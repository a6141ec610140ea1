"""All stages in order, for one configuration. Each goes on where it stopped, so this may be interrupted and rerun. What the build shares with
another is done only once.

python -m undertone_model pipeline --data DIR --work DIR --config open
"""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.training.fit import Budget
from undertone_model.workspace import MODELS

TRAINING = ("pseudo-labels", "asr", "ctc-head", "lexical-head", "speech-head")
"""Those that can be given a time to end."""
COMPUTING = (*TRAINING, "features", "voice", "fusion")
"""Those that can be told on what."""
WORKING = ("synthesis", "asr", "ctc-head", "features")
"""Those that have processes for a part of it."""


def stages(config: Config, name: str) -> list[list[str]]:
    """Command lines after `python -m undertone_model`, for the configuration `name`."""
    chosen = ["--config", name]
    model = MODELS / f"undertone-en-{config.build}.onnx"
    return [
        ["base-weights"],
        ["prepare-data"],
        ["synthesis", *chosen],
        ["pseudo-labels", *chosen],
        ["asr", *chosen],
        ["interpolate", *chosen],
        ["ctc-head", *chosen],
        ["evaluate-asr", *chosen],
        ["lexical-head", *chosen],
        ["features", *chosen],
        ["speech-head", *chosen],
        ["voice", *chosen],
        ["fusion", *chosen],
        ["export", *chosen],
        ["evaluate", "--model", str(model)],
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, workers=True).parse_args(arguments)
    budget = Budget(options.minutes)
    for command, *rest in stages(configuration(options), options.config):
        line = [command, *rest, *_shared(options, command, rest, budget)]
        print(f"--- {' '.join(line)}", flush=True)
        subprocess.run([sys.executable, "-m", "undertone_model", *line], check=True)
        if budget.spent:
            print("--- the time is spent: the same command goes on", flush=True)
            return


def _shared(options: Namespace, command: str, rest: list[str], budget: Budget) -> list[str]:
    """Options that a command takes over."""
    line = ["--data", str(options.data), "--work", str(options.work)]
    if "--config" in rest:
        line += ["--run", options.run] if options.run else []
        line += [part for setting in options.set for part in ("--set", setting)]
    if command in COMPUTING:
        line += ["--device", options.device, "--threads", str(options.threads)]
    if command in WORKING:
        line += ["--workers", str(options.workers)]
    if command in TRAINING and options.minutes is not None:
        line += ["--minutes", f"{budget.minutes_left:.2f}"]
    return line
