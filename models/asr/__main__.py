"""Stage 1. Stops and resumes at its last checkpoint; more steps continue the same run.

    python -m asr --work DIR --build open --steps 1500
"""

import logging
from collections import Counter
from itertools import islice

import torch
from tqdm import tqdm

from asr.checkpoint import checkpoint_file
from asr.examples import Examples, trainable
from asr.meaning import embed
from asr.training import Training
from augmentation.chain import Augmenter
from base.load import load_recogniser
from base.tokenizer import load_tokenizer
from builds import USES
from data.store import load_table
from paths import stage_parser

SAVE_EVERY = 50


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--steps", type=int, default=1500, help="optimiser steps in all")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[options.build])])
    logging.info("%d clips: %s", len(clips), dict(Counter(clips["corpus"])))
    training = Training(load_recogniser(options.work / "base"), options.steps)
    file = checkpoint_file(options.work, options.build)
    file.parent.mkdir(parents=True, exist_ok=True)
    done = training.resume(file)
    tokenizer = load_tokenizer(options.work / "base" / "tokenizer.bin")
    examples = Examples(clips, embed(clips["transcript"].tolist(), options.work / "asr" / "meaning.npz"), tokenizer, Augmenter(table), seed=done)
    sums: Counter = Counter()
    steps = tqdm(islice(examples, options.steps - done), initial=done, total=options.steps, mininterval=10)
    for step, batch in enumerate(steps, start=done + 1):
        sums.update(training.step(batch))
        if step % SAVE_EVERY == 0 or step == options.steps:
            training.save(file, step)
            logging.info("step %d: %s", step, {name: round(value / SAVE_EVERY, 3) for name, value in sums.items()})
            sums.clear()


if __name__ == "__main__":
    main()
