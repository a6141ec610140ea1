"""Transcripts of clips by the base model, Moonshine tiny."""

from pathlib import Path

import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import read_clip
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.base_weights.tokenizer import load_tokenizer

_TOKENS_PER_SECOND = 6.5


def transcribe(rows: pd.DataFrame, base: Path) -> pd.Series:
    """Greedy transcripts of rows of `data.store.load_table`, in their order; `base` is where `python -m undertone_model base-weights` left
    the weights. Clips are taken one by one, for the model hears padding as speech to come."""
    recogniser, tokenizer = load_recogniser(base), load_tokenizer(base / "tokenizer.bin")
    texts = []
    for row in tqdm(rows.itertuples(), total=len(rows), mininterval=10, desc="transcripts"):
        pcm = torch.from_numpy(read_clip(row)).unsqueeze(0)
        most = 4 + int(_TOKENS_PER_SECOND * row.samples / SAMPLE_RATE)
        texts.append(tokenizer.decode(recogniser.greedy(pcm, most)[0]).strip())
    return pd.Series(texts, index=rows.index)
