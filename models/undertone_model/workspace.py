"""Where every stage reads and writes: the corpora (`--data`) and the work folder (`--work`)."""

import argparse
import os
from pathlib import Path

MODELS = Path(__file__).parents[1]
"""Where the models that ship lie."""


def stage_parser(description: str) -> argparse.ArgumentParser:
    """Argument parser that every stage starts from."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    for name, meaning in (
        ("data", "folder with the corpora, audio/ and text/"),
        ("work", "folder for what the stages make"),
    ):
        default = os.environ.get(f"UNDERTONE_{name.upper()}")
        parser.add_argument(f"--{name}", type=Path, default=default, required=default is None, metavar="DIR", help=meaning)
    return parser
