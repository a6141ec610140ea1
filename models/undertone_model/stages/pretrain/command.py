"""Stage 0. Stops and resumes at its last checkpoint.

python -m undertone_model pretrain --work DIR --build open --steps 400
"""

import logging

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from undertone_model.builds import USES
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.store import load_table, read_clip
from undertone_model.stages.base_weights.load import load_encoder
from undertone_model.stages.pretrain.artefacts import checkpoint_file
from undertone_model.stages.pretrain.task import Training
from undertone_model.training.checkpoint import resume, save
from undertone_model.workspace import stage_parser

BATCH = 8
SAVE_EVERY = 25
AUGMENTED_SHARE = 0.5


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--steps", type=int, default=400, help="optimiser steps in all")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    table = load_table(options.work)
    clips = table[(table["split"] == "train") & (table["kind"] == "speech") & table["use"].isin(USES[options.build])]
    training = Training(*load_encoder(options.work / "base"))
    file = checkpoint_file(options.work, options.build)
    file.parent.mkdir(parents=True, exist_ok=True)
    done = resume(training, file)
    torch.manual_seed(done)
    audio = Audio(clips, Augmenter(table), seed=done)
    recent: list[tuple[float, float]] = []
    for step in tqdm(range(done + 1, options.steps + 1), initial=done, total=options.steps, mininterval=10):
        recent.append(training.step(audio.batch()))
        if step % SAVE_EVERY == 0 or step == options.steps:
            save(training, file, step)
            loss, accuracy = np.mean(recent, axis=0)
            logging.info("step %d: loss %.3f, accuracy %.3f of the masked codes", step, loss, accuracy)
            recent.clear()


class Audio:
    """Batches of full windows, each of clips of one corpus drawn by the square root of its size."""

    def __init__(self, clips: pd.DataFrame, augmenter: Augmenter, seed: int):
        self._rows = list(clips.itertuples())
        weights = clips.groupby("corpus")["clip"].transform("size").to_numpy() ** -0.5
        self._weights = weights / weights.sum()
        self._augmenter, self._rng = augmenter, np.random.default_rng(seed)

    def batch(self) -> Tensor:
        """pcm [BATCH, 80000]"""
        drawn = self._rng.choice(len(self._rows), BATCH, p=self._weights)
        return torch.from_numpy(np.stack([self._window(self._rows[i]) for i in drawn]))

    def _window(self, row) -> np.ndarray:
        pcm = read_clip(row)
        start = self._rng.integers(max(len(pcm) - WINDOW_SAMPLES, 0) + 1)
        # A short clip is repeated: every frame of every window has something to predict.
        pcm = np.resize(pcm[start : start + WINDOW_SAMPLES], WINDOW_SAMPLES)
        return self._augmenter(pcm, self._rng).astype(np.float32) if self._rng.random() < AUGMENTED_SHARE else pcm


if __name__ == "__main__":
    main()
