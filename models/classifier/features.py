"""Cache of the frozen encoder's features for augmented windows: computed once, so that the classifier trains in minutes.

    python -m classifier.features --work DIR --build open
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from augmentation.calls import LENGTH, CallWindows
from augmentation.windows import WindowDataset, pools
from builds import USES
from classifier.frozen import load_frozen
from data.store import load_table
from network import WINDOW_SAMPLES
from network.classifier import pool_layers, pool_steps, pool_words
from network.encoder import LAYERS, WIDTH, Encoder
from network.front_end import FrontEnd
from network.words import PIECES, Words
from paths import stage_parser
from precision import fast_products

SHARES = {"tone": 0.1, "words": 0.4, "text": 0.12, "speech": 0.05, "nonspeech": 0.16, "call": 0.17}
"""Of each kind of window: words take by far the most examples to learn, speech presence the fewest. Those of a call are tone in sequence."""
KINDS = tuple(SHARES)
BATCH = 16
SIZES = {"valid": 1_000, "train": 8_000}


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


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    for split, size in SIZES.items():
        parser.add_argument(f"--{split}", type=int, default=size, help=f"windows of the {split} split")
    options = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(options.work)
    frozen = load_frozen(options.work, options.build)
    for split in SIZES:
        windows = MixedWindows(table, split, options.build, getattr(options, split))
        fill(cache_folder(options.work, options.build, split), *frozen, windows)


class MixedWindows(torch.utils.data.Dataset):
    """Windows of each kind that has clips, each with the index of its kind in KINDS and its call: (pcm [80000], label, speech, kind, call).

    The kinds come in random order, so that an unfinished cache has all of them.
    """

    def __init__(self, table: pd.DataFrame, split: str, build: str, size: int):
        seed = sum(map(ord, split))
        available = [kind for kind, rows in pools(table, split, build).items() if len(rows)]
        windows = {kind: WindowDataset(table, split, build, size, seed, {kind: 1.0}) for kind in available}
        tone = pools(table, split, build)["tone"]
        calls = {"call": CallWindows(tone, windows["tone"].spoken, size, seed)} if len(tone) else {}
        self._windows = {kind: of_kind for kind, of_kind in (windows | calls).items() if len(of_kind)}
        shares = np.array([SHARES[kind] for kind in self._windows])
        self._kinds = np.random.default_rng(seed).choice(list(self._windows), size, p=shares / shares.sum())
        self._places = pd.Series(self._kinds).groupby(self._kinds).cumcount()

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int, float, int, int]:
        kind, place = self._kinds[index], int(self._places[index])
        return *self._windows[kind][place], KINDS.index(kind), place // LENGTH if kind == "call" else -1


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


if __name__ == "__main__":
    main()
