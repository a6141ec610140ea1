"""The cache of features on disk; an unfinished one is gone on with."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.windows import WindowDataset
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.pooled_frames import pool_frames, pool_layers
from undertone_model.training.device import products
from undertone_model.workspace import artefact, replacing

BATCH = 16
SPLITS = ("valid", "train")
"""In the order in which they are computed."""
PROGRESS = "progress.json"
FILES = ("features.float16", "mask.uint8", "speech.uint8")


@dataclass
class Features:
    """features float16 [windows, 7, pooled_frames, 288], mask uint8 [windows, pooled_frames], speech uint8 [windows], 1 where there is some."""

    features: np.ndarray
    mask: np.ndarray
    speech: np.ndarray

    @classmethod
    def open(cls, folder: Path, windows: int, pooled_frames: int) -> "Features":
        """Memory-mapped; created where there is nothing yet."""
        shapes = (windows, LAYERS + 1, pooled_frames, WIDTH), (windows, pooled_frames), (windows,)
        kinds = np.float16, np.uint8, np.uint8
        return cls(*(_map(folder / name, shape, kind) for name, shape, kind in zip(FILES, shapes, kinds, strict=True)))


def feature_files(work: Path, name: str | None = None) -> dict[str, list[Path]]:
    """All that `load_features` reads, by split."""
    folders = {split: artefact(work, "features", name=name, file=f"{split}/{PROGRESS}").parent for split in SPLITS}
    return {f"features_{split}": [folder / file for file in (PROGRESS, *FILES)] for split, folder in folders.items()}


def load_features(work: Path, split: str, name: str | None = None) -> Features:
    """What has been computed so far."""
    file = artefact(work, "features", name=name, file=f"{split}/{PROGRESS}")
    progress = json.loads(file.read_text())
    whole = Features.open(file.parent, progress["windows"], progress["pooled_frames"])
    done = progress["done"]
    return Features(whole.features[:done], whole.mask[:done], whole.speech[:done])


@torch.inference_mode()
def fill(folder: Path, front_end: FrontEnd, encoder: Encoder, windows: WindowDataset, device: torch.device, workers: int = 1) -> None:
    """`workers`: processes that make the windows."""
    folder.mkdir(parents=True, exist_ok=True)
    progress_file, pooled_frames = folder / PROGRESS, _pooled_frames(front_end, device)
    cache = Features.open(folder, len(windows), pooled_frames)
    done = json.loads(progress_file.read_text())["done"] if progress_file.exists() else 0
    loader = DataLoader(windows, BATCH, sampler=range(done, len(windows)), num_workers=workers, generator=torch.Generator())
    for pcm, _, speech in tqdm(loader, desc=f"{folder.parent.name} {folder.name}", mininterval=10):
        encoder_frames, mask = front_end(pcm.to(device))
        with products(device):
            outputs = [output.float() for output in encoder(encoder_frames, mask)]
        layers, pooled_mask = pool_layers(outputs, mask)
        rows = slice(done, done + len(pcm))
        cache.features[rows] = layers.half().cpu().numpy()
        cache.mask[rows] = pooled_mask.byte().cpu().numpy()
        cache.speech[rows] = speech.byte().numpy()
        done += len(pcm)
        with replacing(progress_file) as partial:
            partial.write_text(json.dumps({"done": done, "windows": len(windows), "pooled_frames": pooled_frames}))


def _pooled_frames(front_end: FrontEnd, device: torch.device) -> int:
    """Of a window."""
    encoder_frames, mask = front_end(torch.zeros(1, WINDOW_SAMPLES, device=device))
    return pool_frames(encoder_frames, mask)[0].shape[1]


def _map(file: Path, shape: tuple[int, ...], kind: type) -> np.memmap:
    if not file.exists():
        np.memmap(file, kind, "w+", shape=shape)
    return np.memmap(file, kind, "r+", shape=shape)
