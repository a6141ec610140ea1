"""Teach the reader: sentences judged by the text labeller, and windows with human labels as the open build's stage 1 hears them. Both builds
read with it, for it has only heard open data.

    python -m reading --work DIR --data DIR
"""

import logging
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from asr.checkpoint import pieces_file
from asr.pieces import learn_pieces
from data.store import load_table
from features.cache import Features, cache_folder, fill, load_features
from features.frozen import load_frozen
from features.windows import MixedWindows
from labels.sentiment import labeller_file, load_labeller
from network.reader import Reader
from paths import stage_parser
from reading.checkpoint import load_sentences, reader_file, sentences_file
from reading.sentences import judged, originals, varied
from reading.training import train
from reading.windows import Reading

BUILD = "open"
SHARES = {"words": 0.75, "text": 0.25}


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--sentences", type=int, default=150_000, help="to be judged")
    parser.add_argument("--windows", type=int, default=8_000, help="to be heard")
    parser.add_argument("--steps", type=int, default=3_000, help="batches to learn from")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    table = load_table(options.work)
    windows = heard(table, options.work, options.windows)
    texts = sentences(table, options.data, options.work, options.sentences)
    reading = Reading(texts, learn_pieces([], pieces_file(options.work)), windows.mask.shape[1])
    torch.manual_seed(0)
    reader = train(Reader(), windows, reading, options.steps)
    torch.save(reader.state_dict(), reader_file(options.work))


def sentences(table: pd.DataFrame, data: Path, work: Path, size: int) -> pd.DataFrame:
    """Judged ones, from the last run if there was one."""
    file = sentences_file(work)
    if file.exists():
        return load_sentences(work)
    labeller = load_labeller(labeller_file(work))
    texts = list(islice(varied(originals(data, table), np.random.default_rng(0)), size))
    parts = [judged(texts[i : i + 4096], labeller) for i in tqdm(range(0, size, 4096), mininterval=10, desc="judged")]
    file.parent.mkdir(parents=True, exist_ok=True)
    result = pd.concat(parts, ignore_index=True)
    result.to_parquet(file, index=False)
    return result


def heard(table: pd.DataFrame, work: Path, size: int) -> Features:
    """Windows of words, with what is heard of them; kept, as those of stage 2 are."""
    folder = cache_folder(work, BUILD, "words")
    fill(folder, *load_frozen(work, BUILD), MixedWindows(table, "train", BUILD, size, SHARES))
    return load_features(folder)


if __name__ == "__main__":
    main()
