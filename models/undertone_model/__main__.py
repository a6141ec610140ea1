"""Every command of the package."""

import sys
from importlib import import_module

from undertone_model.config import ConfigError
from undertone_model.workspace import MissingArtefact

PROGRAM = "python -m undertone_model"
COMMANDS = {
    "base-weights": ("stages.base_weights.command", "fetch and convert the weights that stage 1 begins with"),
    "prepare-data": ("stages.prepare_data", "decode the corpora, write the clip table"),
    "synthesis": ("stages.synthesis.command", "speak labelled sentences in many voices"),
    "pseudo-labels": ("stages.pseudo_labels.command", "train the text labeller; label and transcribe what has neither"),
    "pretrain": ("stages.pretrain.command", "stage 0: masked prediction of audio; does not ship"),
    "asr": ("stages.asr.command", "stage 1: encoder and decoder learn to write label and transcript"),
    "interpolate": ("stages.asr.interpolate", "part of the way back to the base weights, rounded to 4 bits"),
    "ctc-head": ("stages.asr.ctc_head", "the CTC head and the upper encoder learn to hear word pieces"),
    "lexical-head": ("stages.lexical_head.command", "the lexical head learns sentiment from text alone"),
    "features": ("stages.features.command", "compute what the speech head learns from"),
    "speech-head": ("stages.speech_head.command", "train, calibrate and measure the speech head"),
    "voice": ("stages.voice.command", "fit the voice channel, and judge it on corpora that are left out"),
    "fusion": ("stages.fusion.command", "fit how much voice and words may say"),
    "adaptation": ("evaluation.strangers.__main__", "what the speaker's state is worth on calls of strangers"),
    "export": ("stages.export.command", "write the model that ships, and its manifest"),
    "unpack": ("stages.export.unpack", "the weights of a shipped model, as the stages leave them"),
    "test-clips": ("stages.export.test_clips", "cut the clips of the SDK's tests"),
    "test-answers": ("stages.export.test_answers", "what the SDK's tests expect of the model"),
    "evaluate-asr": ("evaluation.recognition", "word error rates before and after stage 1"),
    "baselines": ("evaluation.baselines.__main__", "let the baselines answer the tests"),
    "evaluate": ("evaluation.__main__", "measure models, write the report"),
    "finetune": ("finetune.command", "a shipped model becomes better at your own callers"),
    "pipeline": ("pipeline", "every stage in order, going on where it stopped"),
    "convert": ("convert", "bring the work folder of an earlier version to this layout"),
}
"""By name, the module of this package whose `main` it is, and what it does. Modules are imported when they are asked for: some take seconds."""


def usage() -> str:
    widest = max(map(len, COMMANDS))
    lines = [f"  {name:{widest}}  {meaning}" for name, (_, meaning) in COMMANDS.items()]
    folders = "--data DIR (or UNDERTONE_DATA) holds the corpora, --work DIR (or UNDERTONE_WORK) what the commands make."
    return "\n".join([f"usage: {PROGRAM} COMMAND [options]", "", *lines, "", folders, f"{PROGRAM} COMMAND --help: the options of one."])


def main() -> None:
    command, *arguments = sys.argv[1:] or [None]
    if command in ("--help", "-h"):
        print(usage())
        return
    if command not in COMMANDS:
        print(usage() if command is None else f"{command}: no such command\n\n{usage()}", file=sys.stderr)
        raise SystemExit(2)
    # What help, errors and the records of runs call this.
    sys.argv = [f"{PROGRAM} {command}", *arguments]
    module = import_module(f"undertone_model.{COMMANDS[command][0]}")
    try:
        module.main(arguments)
    except (ConfigError, MissingArtefact) as error:
        raise SystemExit(str(error)) from None
    except FileNotFoundError as error:
        # A file that was named on the command line, or a program that is not installed.
        raise SystemExit(f"{error.filename or error}: no such file or program") from None


if __name__ == "__main__":
    main()
