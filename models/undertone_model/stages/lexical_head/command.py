"""Teach the reader from sentences judged by the text labeller. Both builds read with it.

python -m undertone_model lexical-head --work DIR --data DIR
"""

import logging
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.data.store import load_table
from undertone_model.network.lexical_head import Reader
from undertone_model.stages.asr.artefacts import pieces_file
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.lexical_head.artefacts import load_sentences, reader_file, sentences_file
from undertone_model.stages.lexical_head.embeddings import meanings
from undertone_model.stages.lexical_head.sentences import judged, originals, varied
from undertone_model.stages.lexical_head.simulation import Reading
from undertone_model.stages.lexical_head.task import train
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller, labeller_file, load_labeller
from undertone_model.workspace import stage_parser

JUDGED_AT_ONCE = 4096


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--sentences", type=int, default=150_000, help="to be judged")
    parser.add_argument("--steps", type=int, default=2_400, help="batches to learn from")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    labeller, pieces = load_labeller(labeller_file(options.work)), learn_pieces([], pieces_file(options.work))
    texts = sentences(options.data, options.work, options.sentences, labeller)
    torch.manual_seed(0)
    reader = Reader()
    reader.project.weight.data.copy_(meanings(pieces, labeller))
    torch.save(train(reader, Reading(texts, pieces), options.steps).state_dict(), reader_file(options.work))


def sentences(data: Path, work: Path, size: int, labeller: SentimentLabeller) -> pd.DataFrame:
    """Judged by `labeller`, or from the last run if there was one."""
    file = sentences_file(work)
    if file.exists():
        return load_sentences(work)
    texts = list(islice(varied(originals(data, load_table(work)), np.random.default_rng(0)), size))
    batches = tqdm(range(0, size, JUDGED_AT_ONCE), mininterval=10, desc="judged")
    result = pd.concat([judged(texts[i : i + JUDGED_AT_ONCE], labeller) for i in batches], ignore_index=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    result.to_parquet(file, index=False)
    return result


if __name__ == "__main__":
    main()
