"""The cache of features on disk; an unfinished one is gone on with."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.classifier import pool_layers, pool_steps, pool_words
from undertone_model.network.ctc_head import PIECES, Words
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.features.windows import MixedWindows
from undertone_model.training.precision import fast_products

BATCH = 16


@dataclass
class Features:
    """features float16 [windows, 7, steps, 288], words float16 [windows, steps, PIECES], mask uint8 [windows, steps], facts int16
    [windows, 4]: label or -1, speech 0 or 1, kind, number of the call or -1. The windows of a call are in its order."""

    features: np.ndarray
    words: np.ndarray
    mask: np.ndarray
    facts: np.ndarray

    @classmethod
    def open(cls, folder: Path, windows: int, steps: int) -> "Features":
        """Memory-mapped; created where there is nothing yet."""
        return cls(
            _map(folder / "features.float16", (windows, LAYERS + 1, steps, WIDTH), np.float16),
            _map(folder / "words.float16", (windows, steps, PIECES), np.float16),
            _map(folder / "mask.uint8", (windows, steps), np.uint8),
            _map(folder / "facts.int16", (windows, 4), np.int16),
        )


def cache_folder(work: Path, build: str, split: str) -> Path:
    return work / "features" / build / split


def load_features(folder: Path) -> Features:
    """What has been computed so far."""
    progress = json.loads((folder / "progress.json").read_text())
    whole = Features.open(folder, progress["windows"], progress["steps"])
    done = progress["done"]
    return Features(whole.features[:done], whole.words[:done], whole.mask[:done], whole.facts[:done])


@torch.inference_mode()
def fill(folder: Path, front_end: FrontEnd, encoder: Encoder, words: Words, windows: MixedWindows) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    progress_file = folder / "progress.json"
    steps = _steps(front_end)
    cache = Features.open(folder, len(windows), steps)
    done = json.loads(progress_file.read_text())["done"] if progress_file.exists() else 0
    loader = DataLoader(windows, BATCH, sampler=range(done, len(windows)), num_workers=1)
    for pcm, label, speech, kind, call in tqdm(loader, desc=f"{folder.parent.name} {folder.name}", mininterval=10):
        frames, mask = front_end(pcm)
        with fast_products():
            outputs = [output.float() for output in encoder(frames, mask)]
        layers, step_mask = pool_layers(outputs, mask)
        heard = pool_words(*words(outputs[-1], mask))
        rows = slice(done, done + len(pcm))
        cache.features[rows] = layers.half().numpy()
        cache.words[rows] = heard.half().numpy()
        cache.mask[rows] = step_mask.byte().numpy()
        cache.facts[rows] = torch.stack([label, speech.long(), kind, call], 1).numpy()
        done += len(pcm)
        progress_file.write_text(json.dumps({"done": done, "windows": len(windows), "steps": steps}))


def _steps(front_end: FrontEnd) -> int:
    frames, mask = front_end(torch.zeros(1, WINDOW_SAMPLES))
    return pool_steps(frames, mask)[0].shape[1]


def _map(file: Path, shape: tuple[int, ...], kind: type) -> np.memmap:
    if not file.exists():
        np.memmap(file, kind, "w+", shape=shape)
    return np.memmap(file, kind, "r+", shape=shape)
