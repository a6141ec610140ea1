"""Every command of the package: `python -m undertone_model COMMAND --help`."""

import sys
from importlib import import_module

from undertone_model.config import ConfigError
from undertone_model.workspace import MissingArtefact

COMMANDS = {
    "base-weights": "stages.base_weights.command",
    "prepare-data": "stages.prepare_data",
    "synthesis": "stages.synthesis.command",
    "pseudo-labels": "stages.pseudo_labels.command",
    "pretrain": "stages.pretrain.command",
    "asr": "stages.asr.command",
    "interpolate": "stages.asr.interpolate",
    "ctc-head": "stages.asr.ctc_head",
    "lexical-head": "stages.lexical_head.command",
    "features": "stages.features.command",
    "classifier": "stages.classifier.command",
    "export": "stages.export.command",
    "unpack": "stages.export.unpack",
    "test-clips": "stages.export.test_clips",
    "test-answers": "stages.export.test_answers",
    "evaluate-asr": "evaluation.recognition",
    "baselines": "evaluation.baselines.__main__",
    "evaluate": "evaluation.__main__",
    "pipeline": "pipeline",
    "convert": "convert",
}
"""By name, the module of this package whose `main` it is. Modules are imported when they are asked for: some take seconds."""


def main() -> None:
    command, *arguments = sys.argv[1:] or ["--help"]
    if command not in COMMANDS:
        raise SystemExit(f"python -m undertone_model COMMAND, one of: {', '.join(COMMANDS)}")
    # What help, errors and the records of runs call this.
    sys.argv[0] = "python -m undertone_model"
    module = import_module(f"undertone_model.{COMMANDS[command]}")
    try:
        module.main(arguments)
    except (ConfigError, MissingArtefact) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
