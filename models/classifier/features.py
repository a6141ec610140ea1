"""Cache of the frozen encoder's features for augmented windows: computed once, so that the classifier trains in minutes.

    python -m classifier.features --work DIR --build open --encoder base
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from augmentation.windows import WindowDataset, pools
from builds import USES
from classifier.encoders import ENCODERS, load_frozen
from data.store import load_table
from network import WINDOW_SAMPLES
from network.classifier import layer_features, pool_steps
from network.encoder import LAYERS, WIDTH, Encoder
from network.front_end import FrontEnd
from paths import stage_parser

SHARES = {"tone": 0.25, "words": 0.4, "text": 0.12, "speech": 0.05, "nonspeech": 0.18}
"""Of each kind of window: words take by far the most examples to learn, speech presence the fewest."""
KINDS = tuple(SHARES)
BATCH = 16
SIZES = {"valid": 1_500, "train": 10_000}


@dataclass
class Features:
    """features float16 [windows, 7, steps, 288], mask uint8 [windows, steps], facts int8 [windows, 3]: label or -1, speech 0 or 1, kind."""

    features: np.ndarray
    mask: np.ndarray
    facts: np.ndarray

    @classmethod
    def open(cls, folder: Path, windows: int, steps: int) -> "Features":
        """Memory-mapped; created where there is nothing yet."""
        return cls(
            _map(folder / "features.float16", (windows, LAYERS + 1, steps, WIDTH), np.float16),
            _map(folder / "mask.uint8", (windows, steps), np.uint8),
            _map(folder / "facts.int8", (windows, 3), np.int8),
        )


def cache_folder(work: Path, build: str, encoder: str, split: str) -> Path:
    return work / "features" / f"{build}-{encoder}" / split


def load_features(folder: Path) -> Features:
    """What has been computed so far."""
    progress = json.loads((folder / "progress.json").read_text())
    whole = Features.open(folder, progress["windows"], progress["steps"])
    done = progress["done"]
    return Features(whole.features[:done], whole.mask[:done], whole.facts[:done])


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--encoder", choices=ENCODERS, default="base", help="base weights, or those of stage 1")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of window to compute")
    parser.add_argument("--begin-with", choices=USES, help="take over the windows of another build's cache of the same encoder")
    for split, size in SIZES.items():
        parser.add_argument(f"--{split}", type=int, default=size, help=f"windows of the {split} split")
    options = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(options.work)
    frozen = load_frozen(options.work, options.build, options.encoder)
    for split in SIZES:
        folder = cache_folder(options.work, options.build, options.encoder, split)
        if options.begin_with and not folder.exists():
            shutil.copytree(cache_folder(options.work, options.begin_with, options.encoder, split), folder)
        fill(folder, *frozen, MixedWindows(table, split, options.build, getattr(options, split), options.kinds))


class MixedWindows(torch.utils.data.Dataset):
    """Windows of each of `kinds` that has clips, each with the index of its kind in KINDS: (pcm [80000], label, speech, kind).

    The kinds come in random order, so that an unfinished cache has all of them.
    """

    def __init__(self, table: pd.DataFrame, split: str, build: str, size: int, kinds: Sequence[str] = KINDS):
        seed = sum(map(ord, split))
        available = [kind for kind, rows in pools(table, split, build).items() if len(rows) and kind in kinds]
        self._windows = {KINDS.index(kind): WindowDataset(table, split, build, size, seed, {kind: 1.0}) for kind in available}
        shares = np.array([SHARES[kind] for kind in available])
        self._kinds = np.random.default_rng(seed).choice(list(self._windows), size, p=shares / shares.sum())

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float, int]:
        kind = int(self._kinds[index])
        return *self._windows[kind][index], kind


@torch.inference_mode()
def fill(folder: Path, front_end: FrontEnd, encoder: Encoder, windows: MixedWindows) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    progress_file = folder / "progress.json"
    steps = _steps(front_end)
    cache = Features.open(folder, len(windows), steps)
    done = json.loads(progress_file.read_text())["done"] if progress_file.exists() else 0
    loader = DataLoader(windows, BATCH, sampler=range(done, len(windows)))
    for pcm, label, speech, kind in tqdm(loader, desc=f"{folder.parent.name} {folder.name}", mininterval=10):
        frames, mask = front_end(pcm)
        pooled = [pool_steps(layer, mask) for layer in layer_features(encoder(frames, mask))]
        rows = slice(done, done + len(pcm))
        cache.features[rows] = torch.stack([features for features, _ in pooled], 1).half().numpy()
        cache.mask[rows] = pooled[0][1].byte().numpy()
        cache.facts[rows] = torch.stack([label, speech.long(), kind], 1).numpy()
        done += len(pcm)
        progress_file.write_text(json.dumps({"done": done, "windows": len(windows), "steps": steps}))


def _steps(front_end: FrontEnd) -> int:
    frames, mask = front_end(torch.zeros(1, WINDOW_SAMPLES))
    return pool_steps(frames, mask)[0].shape[1]


def _map(file: Path, shape: tuple[int, ...], kind: type) -> np.memmap:
    if not file.exists():
        np.memmap(file, kind, "w+", shape=shape)
    return np.memmap(file, kind, "r+", shape=shape)


if __name__ == "__main__":
    main()
