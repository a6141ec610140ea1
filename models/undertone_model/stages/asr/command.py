"""Stage 1. Stops and resumes at its last checkpoint; more steps continue the same run.

python -m undertone_model asr --work DIR --build open
"""

import logging
from collections import Counter
from itertools import islice

import torch

from undertone_model.builds import USES
from undertone_model.data.store import load_table
from undertone_model.stages.asr.artefacts import checkpoint_file, earlier_file
from undertone_model.stages.asr.examples import batches, label_shares, trainable
from undertone_model.stages.asr.task import Training
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.training.checkpoint import resume
from undertone_model.training.fit import go_on
from undertone_model.workspace import stage_parser

STANDARDISED = 16
"""Batches from which the judge takes mean and spread."""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--begin-with", choices=USES, help="start from where another build's stage 1 ended")
    parser.add_argument(
        "--decoder-only", action="store_true", help="without the losses that reach the encoder directly, to see what they are worth"
    )
    parser.add_argument("--steps", type=int, default=3600, help="optimiser steps in all")
    parser.add_argument("--threads", type=int, default=1, help="of the training; one more process makes the examples")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[options.build])])
    logging.info("%d clips: %s", len(clips), dict(Counter(clips["corpus"])))
    training = Training(load_recogniser(options.work / "base"), options.steps, dense=not options.decoder_only)
    file = checkpoint_file(options.work, options.build)
    file.parent.mkdir(parents=True, exist_ok=True)
    if options.begin_with and not file.exists():
        training.begin_with(checkpoint_file(options.work, options.begin_with))
    done = resume(training, file)
    if done == 0:
        earlier_file(options.work, options.build).unlink(missing_ok=True)
    examples = batches(clips, label_shares(clips), table, options.work, seed=done)
    if done == 0 and not options.begin_with:
        training.standardise(islice(examples, STANDARDISED))
    go_on(training, examples, done, options.steps, file)


if __name__ == "__main__":
    main()
