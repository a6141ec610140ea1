"""Where the reader and the sentences that it learned from are kept."""

from pathlib import Path

import pandas as pd
import torch

from undertone_model.network.lexical_head import Reader


def reader_file(work: Path) -> Path:
    return work / "reading" / "reader.pt"


def load_reader(work: Path) -> Reader:
    reader = Reader()
    reader.load_state_dict(torch.load(reader_file(work)))
    return reader


def sentences_file(work: Path) -> Path:
    return work / "reading" / "sentences.parquet"


def load_sentences(work: Path) -> pd.DataFrame:
    """As `reading.sentences.judged` gives them."""
    return pd.read_parquet(sentences_file(work))
