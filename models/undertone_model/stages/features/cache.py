"""The cache of features on disk; an unfinished one is gone on with."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.classifier import pool_frames, pool_layers, pool_pieces
from undertone_model.network.ctc_head import PIECES, CTCHead
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.features.windows import MixedWindows
from undertone_model.training.device import products
from undertone_model.workspace import artefact, replacing

BATCH = 16
FACTS = np.dtype([("label", "i2"), ("speech", "i2"), ("kind", "i2"), ("call", "i2")])
"""Of a window: its label or -1, speech 0 or 1, the index of its kind in `windows.KINDS`, the number of its call or -1."""
SPLITS = ("valid", "train")
"""In the order in which they are computed."""
PROGRESS = "progress.json"
_FILES = ("features.float16", "pieces.float16", "mask.uint8", "facts.int16")


@dataclass
class Features:
    """features float16 [windows, 7, pooled_frames, 288], pieces float16 [windows, pooled_frames, PIECES], mask uint8 [windows,
    pooled_frames], facts [windows] of FACTS. The windows of a call are in its order."""

    features: np.ndarray
    pieces: np.ndarray
    mask: np.ndarray
    facts: np.ndarray

    @classmethod
    def open(cls, folder: Path, windows: int, pooled_frames: int) -> "Features":
        """Memory-mapped; created where there is nothing yet."""
        shapes = (windows, LAYERS + 1, pooled_frames, WIDTH), (windows, pooled_frames, PIECES), (windows, pooled_frames), (windows,)
        kinds = np.float16, np.float16, np.uint8, FACTS
        return cls(*(_map(folder / name, shape, kind) for name, shape, kind in zip(_FILES, shapes, kinds, strict=True)))


def feature_files(work: Path, build: str, name: str | None = None) -> dict[str, list[Path]]:
    """All that `load_features` reads, by split."""
    folders = {split: artefact(work, "features", build, name, f"{split}/{PROGRESS}").parent for split in SPLITS}
    return {f"features_{split}": [folder / file for file in (PROGRESS, *_FILES)] for split, folder in folders.items()}


def load_features(work: Path, build: str, split: str, name: str | None = None) -> Features:
    """What has been computed so far."""
    file = artefact(work, "features", build, name, f"{split}/{PROGRESS}")
    progress = json.loads(file.read_text())
    whole = Features.open(file.parent, progress["windows"], progress["pooled_frames"])
    done = progress["done"]
    return Features(whole.features[:done], whole.pieces[:done], whole.mask[:done], whole.facts[:done])


@torch.inference_mode()
def fill(folder: Path, front_end: FrontEnd, encoder: Encoder, ctc_head: CTCHead, windows: MixedWindows, device: torch.device) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    progress_file, pooled_frames = folder / PROGRESS, _pooled_frames(front_end, device)
    cache = Features.open(folder, len(windows), pooled_frames)
    done = json.loads(progress_file.read_text())["done"] if progress_file.exists() else 0
    loader = DataLoader(windows, BATCH, sampler=range(done, len(windows)), num_workers=1, generator=torch.Generator())
    for pcm, label, speech, kind, call in tqdm(loader, desc=f"{folder.parent.name} {folder.name}", mininterval=10):
        encoder_frames, mask = front_end(pcm.to(device))
        with products(device):
            outputs = [output.float() for output in encoder(encoder_frames, mask)]
        layers, pooled_mask = pool_layers(outputs, mask)
        pieces = pool_pieces(*ctc_head(outputs[-1], mask))
        rows = slice(done, done + len(pcm))
        cache.features[rows] = layers.half().cpu().numpy()
        cache.pieces[rows] = pieces.half().cpu().numpy()
        cache.mask[rows] = pooled_mask.byte().cpu().numpy()
        for field, values in (("label", label), ("speech", speech.long()), ("kind", kind), ("call", call)):
            cache.facts[field][rows] = values.numpy()
        done += len(pcm)
        with replacing(progress_file) as partial:
            partial.write_text(json.dumps({"done": done, "windows": len(windows), "pooled_frames": pooled_frames}))


def _pooled_frames(front_end: FrontEnd, device: torch.device) -> int:
    """Of a window."""
    encoder_frames, mask = front_end(torch.zeros(1, WINDOW_SAMPLES, device=device))
    return pool_frames(encoder_frames, mask)[0].shape[1]


def _map(file: Path, shape: tuple[int, ...], kind: type | np.dtype) -> np.memmap:
    if not file.exists():
        np.memmap(file, kind, "w+", shape=shape)
    return np.memmap(file, kind, "r+", shape=shape)
