"""Transcripts of clips by the base model, Moonshine tiny."""

from pathlib import Path

import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.config import load_config
from undertone_model.config.stages import PseudoLabels
from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import read_clip
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.base_weights.tokenizer import load_tokenizer


def transcribe(rows: pd.DataFrame, base: Path, settings: PseudoLabels | None = None) -> pd.Series:
    """Greedy transcripts of rows of `data.store.load_table`, in their order; `base` is where `python -m undertone_model base-weights` left
    the weights. Without `settings` they are those of the configuration `open`, on which all models are compared. Clips are taken one by
    one, for the model takes padding for speech to come."""
    settings = settings or load_config().pseudo_labels
    recogniser, tokenizer = load_recogniser(base), load_tokenizer(base / "tokenizer.bin")
    texts = []
    for row in tqdm(rows.itertuples(), total=len(rows), mininterval=10, desc="transcripts"):
        pcm = torch.from_numpy(read_clip(row)).unsqueeze(0)
        most = settings.spare_tokens + int(settings.tokens_per_second * row.samples / SAMPLE_RATE)
        texts.append(tokenizer.decode(recogniser.greedy(pcm, most)[0]).strip())
    return pd.Series(texts, index=rows.index)
