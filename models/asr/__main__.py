"""Stage 1. Stops and resumes at its last checkpoint; more steps continue the same run.

    python -m asr --work DIR --build open
"""

import logging
from collections import Counter
from itertools import islice

import pandas as pd
import torch
from tqdm import tqdm

from asr.checkpoint import checkpoint_file
from asr.examples import batches, label_shares, trainable
from asr.training import Training
from base.load import load_recogniser
from builds import USES
from data.store import load_table
from paths import stage_parser

SAVE_EVERY = 50
STANDARDISED = 16
"""Batches from which the judge takes mean and spread."""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--begin-with", choices=USES, help="start from where another build's stage 1 ended")
    parser.add_argument("--steps", type=int, default=3600, help="optimiser steps in all")
    parser.add_argument("--threads", type=int, default=1, help="of the training; one more process makes the examples")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[options.build])])
    logging.info("%d clips: %s", len(clips), dict(Counter(clips["corpus"])))
    training = Training(load_recogniser(options.work / "base"), options.steps)
    file = checkpoint_file(options.work, options.build)
    file.parent.mkdir(parents=True, exist_ok=True)
    if options.begin_with and not file.exists():
        training.begin_with(checkpoint_file(options.work, options.begin_with))
    done = training.resume(file)
    examples = batches(clips, label_shares(clips), table, options.work, seed=done)
    recent: list[dict[str, float]] = []
    if done == 0 and not options.begin_with:
        training.standardise(islice(examples, STANDARDISED))
    steps = tqdm(islice(examples, options.steps - done), initial=done, total=options.steps, mininterval=10)
    for step, batch in enumerate(steps, start=done + 1):
        recent.append(training.step(batch))
        if step % SAVE_EVERY == 0 or step == options.steps:
            training.save(file, step)
            logging.info("step %d: %s", step, pd.DataFrame(recent).mean().round(3).to_dict())
            recent.clear()


if __name__ == "__main__":
    main()
