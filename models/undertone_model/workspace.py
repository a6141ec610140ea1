"""Where every command reads and writes: the corpora (`--data`) and the work folder (`--work`), and what lies where in it."""

import argparse
import os
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

MODELS = Path(__file__).parents[1]
"""Where the models that ship lie."""
CONFIGS = MODELS / "configs"
WEIGHTS = "weights.pt"
"""What a run that is done leaves in its folder for later stages."""


class MissingArtefact(FileNotFoundError):
    """What an earlier command, or whoever has the corpora, should have left; the message says who."""


class _Formatter(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of a description, and says each default."""


class _Parser(argparse.ArgumentParser):
    """Says of a folder that it needs and has not what should be in it."""

    needs: dict[str, str]

    def parse_args(self, *arguments, **named) -> argparse.Namespace:
        options = super().parse_args(*arguments, **named)
        for name, meaning in self.needs.items():
            if getattr(options, name) is None:
                self.error(f"--{name} DIR is needed (or UNDERTONE_{name.upper()} in the environment): {meaning}")
        return options


def stage_parser(description: str, needs: Collection[str] = ("data", "work")) -> argparse.ArgumentParser:
    """Argument parser that every command starts from. `needs`: those of its folders without which this one can do nothing."""
    parser = _Parser(prog=sys.argv[0].rpartition("/")[2], description=description, formatter_class=_Formatter)
    folders = {"data": "folder with the corpora, audio/ and text/", "work": "folder for what the commands make"}
    for name, meaning in folders.items():
        default = os.environ.get(f"UNDERTONE_{name.upper()}") or None
        parser.add_argument(f"--{name}", type=Path, default=default, metavar="DIR", help=meaning)
    parser.needs = {name: folders[name] for name in needs}
    return parser


def count(text: str) -> int:
    """Type of an option that is a number of something, at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a whole number, at least 1")
    return int(text)


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A place beside `file` to write to. It takes the place of `file` when all is written: an interruption leaves what was there."""
    partial = file.with_name(f"{file.name}.partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    yield partial
    partial.replace(file)


def run_folder(work: Path, stage: str, build: str | None = None, name: str | None = None) -> Path:
    """`stage`: the command; `build`: None for what both builds share; `name`: of one run among several."""
    if name and not re.fullmatch(r"[\w.-]+", name):
        raise SystemExit(f"--run {name}: letters, digits, dots, dashes and underscores only")
    return work / "runs" / "-".join(part for part in (stage, build, name) if part)


def artefact(work: Path, stage: str, build: str | None = None, name: str | None = None, file: str = WEIGHTS) -> Path:
    """What a command left: of the run called `name` where there is one, else of the one without a name."""
    named, unnamed = run_folder(work, stage, build, name) / file, run_folder(work, stage, build) / file
    return present(named if named.exists() else unnamed, stage, build)


def present(file: Path, stage: str, build: str | None = None) -> Path:
    """`file`, which the command `stage` leaves, of a configuration of `build` where that matters."""
    if not file.exists():
        whose = f" with a configuration of the build {build}" if build else ""
        raise MissingArtefact(f"{file} is not there: run `python -m undertone_model {stage}`{whose} to its end first")
    return file


def of_corpora(file: Path) -> Path:
    """`file`, which lies in the folder of the corpora."""
    if not file.exists():
        raise MissingArtefact(f"{file} is not there: --data (or UNDERTONE_DATA) is the folder with the corpora, audio/ and text/")
    return file


def base_folder(work: Path) -> Path:
    """The base weights."""
    return work / "base"


def pieces_file(work: Path) -> Path:
    """The word pieces of both builds: they come from the same English transcripts."""
    return work / "word-pieces.json"


def labeller_report(work: Path) -> Path:
    """How right the text labeller is."""
    return work / "reports" / "labeller.json"
