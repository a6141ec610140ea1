"""All stages in order, for one configuration. Each goes on where it stopped, so this may be interrupted and rerun.

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

STAGE_1 = ("asr", "interpolate", "ctc-head")
TRAINING = ("pseudo-labels", "asr", "ctc-head", "lexical-head", "speech-head")
"""Those that can be given a time to end."""
COMPUTING = (*TRAINING, "features", "voice", "fusion")
"""Those that can be told on what."""


def stages(config: Config, name: str) -> list[list[str]]:
    """Command lines after `python -m undertone_model`, for the configuration `name`."""
    chosen = ["--config", name]
    before = config.asr.initialise_from
    model = MODELS / f"undertone-en-{config.build}.onnx"
    return [
        ["base-weights"],
        ["prepare-data"],
        ["synthesis", *chosen],
        ["pseudo-labels", *chosen],
        # A build that goes on from another's stage 1 needs that first.
        *([stage, "--config", before] for stage in STAGE_1 if before),
        *([stage, *chosen] for stage in STAGE_1),
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
    options = training_parser(__doc__).parse_args(arguments)
    budget = Budget(options.minutes)
    for command, *rest in stages(configuration(options), options.config):
        line = [command, *rest, *_shared(options, command, rest, budget)]
        print(f"--- {' '.join(line)}", flush=True)
        subprocess.run([sys.executable, "-m", "undertone_model", *line], check=True)
        if budget.spent:
            print("--- the time is spent: the same command goes on", flush=True)
            return


def _shared(options: Namespace, command: str, rest: list[str], budget: Budget) -> list[str]:
    """Options that a command takes over. What is set is set for the configuration asked for, not for another that comes before it."""
    line = ["--data", str(options.data), "--work", str(options.work)]
    if "--config" in rest:
        line += ["--run", options.run] if options.run else []
        line += [part for setting in options.set for part in ("--set", setting) if rest[1] == options.config]
    if command in COMPUTING:
        line += ["--device", options.device, "--threads", str(options.threads)]
    if command in TRAINING and options.minutes is not None:
        line += ["--minutes", f"{budget.minutes_left:.2f}"]
    return line
