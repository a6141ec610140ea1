"""Options that commands share: which configuration, which run, on what and for how long."""

import argparse
import logging
from collections.abc import Collection

from undertone_model.config import Config, load_config
from undertone_model.workspace import count, stage_parser


def config_parser(description: str, needs: Collection[str] = ("data", "work")) -> argparse.ArgumentParser:
    """Of a command whose numbers a configuration holds; `configuration(options)` gives it."""
    parser = stage_parser(description, needs)
    parser.add_argument("--config", default="open", help="name of a file in configs/, or a path")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="over the configuration, such as asr.steps=500; null leaves an entry out, such as asr.weights.letters=null",
    )
    parser.add_argument(
        "--run", metavar="NAME", help="of this run among several; it takes from others of that name, else from unnamed ones"
    )
    return parser


def training_parser(
    description: str, minutes: bool = True, workers: bool = False, needs: Collection[str] = ("data", "work")
) -> argparse.ArgumentParser:
    """Of a command that computes for long; `minutes`: it can be given a time to end; `workers`: and processes that make its examples."""
    parser = config_parser(description, needs)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="what computes")
    parser.add_argument("--threads", type=count, default=1, help="of the training")
    if workers:
        parser.add_argument(
            "--workers", type=count, default=1, help="processes beside it, which make the examples; the same ones however many"
        )
    if minutes:
        parser.add_argument("--minutes", type=_minutes, help="after which it saves and ends; the same command goes on")
    return parser


def configuration(options: argparse.Namespace) -> Config:
    """Also says from now on what is logged."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    return load_config(options.config, options.set)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = float("nan")
    if not minutes >= 0:
        raise argparse.ArgumentTypeError(f"{text}: a number of minutes, 0 or more")
    return minutes
