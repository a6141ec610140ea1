"""Where every command reads and writes: the corpora (`--data`) and the work folder (`--work`), and what lies where in it."""

import argparse
import os
import re
from pathlib import Path

MODELS = Path(__file__).parents[1]
"""Where the models that ship lie."""
CONFIGS = MODELS / "configs"
WEIGHTS = "weights.pt"
"""What a run that is done leaves in its folder for later stages."""


class MissingArtefact(FileNotFoundError):
    """What an earlier command should have left; the message names the command."""


def stage_parser(description: str) -> argparse.ArgumentParser:
    """Argument parser that every command starts from."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    for name, meaning in (
        ("data", "folder with the corpora, audio/ and text/"),
        ("work", "folder for what the commands make"),
    ):
        default = os.environ.get(f"UNDERTONE_{name.upper()}")
        parser.add_argument(f"--{name}", type=Path, default=default, required=default is None, metavar="DIR", help=meaning)
    return parser


def run_folder(work: Path, stage: str, build: str | None = None, name: str | None = None) -> Path:
    """`stage`: the command; `build`: None for what both builds share; `name`: of one run among several."""
    if name and not re.fullmatch(r"[\w.-]+", name):
        raise SystemExit(f"--run {name}: letters, digits, dots, dashes and underscores only")
    return work / "runs" / "-".join(part for part in (stage, build, name) if part)


def artefact(work: Path, stage: str, build: str | None = None, name: str | None = None, file: str = WEIGHTS) -> Path:
    """What a command left: of the run called `name` where there is one, else of the one without a name."""
    named, unnamed = run_folder(work, stage, build, name) / file, run_folder(work, stage, build) / file
    found = named if named.exists() else unnamed
    if not found.exists():
        command = f"python -m undertone_model {stage}" + (f" --config {build}" if build else "")
        raise MissingArtefact(f"{found} is not there: run `{command}` to its end first")
    return found


def base_folder(work: Path) -> Path:
    """The base weights."""
    return work / "base"


def pieces_file(work: Path) -> Path:
    """The word pieces of both builds: they come from the same English transcripts."""
    return work / "word-pieces.json"


def labeller_report(work: Path) -> Path:
    """How right the text labeller is."""
    return work / "reports" / "labeller.json"
