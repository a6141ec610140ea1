"""Teach the lexical head from sentences labelled by the text labeller. Both builds have the same. Goes on at its last checkpoint.

python -m undertone_model lexical-head --work DIR --data DIR
"""

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import Sentences
from undertone_model.data.store import load_table, table_files
from undertone_model.data.texts import text_files
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.stages.asr.word_pieces import load_pieces
from undertone_model.stages.lexical_head.artefacts import SENTENCES
from undertone_model.stages.lexical_head.embeddings import piece_embeddings
from undertone_model.stages.lexical_head.sentences import labelled, read
from undertone_model.stages.lexical_head.simulation import SimulatedPieces
from undertone_model.stages.lexical_head.task import LexicalTask
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller, load_labeller
from undertone_model.training.run import Run
from undertone_model.training.seeds import generator
from undertone_model.training.train import Stage, train
from undertone_model.workspace import artefact, pieces_file, present, replacing

STAGE = Stage("lexical-head", ("lexical_head",))
LABELLED_AT_ONCE = 4096


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config = configuration(options)
    train(STAGE, options, config, inputs(options), partial(task, options, config), lambda task: task.head.state_dict())


def inputs(options: Namespace) -> dict[str, Path]:
    labeller = artefact(options.work, "pseudo-labels", name=options.run)
    learned = {"labeller": labeller, "pieces": present(pieces_file(options.work), "asr")}
    return learned | table_files(options.work) | text_files(options.data)


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> LexicalTask:
    settings, pieces = config.lexical_head, load_pieces(options.work)
    if not run.begun:
        # Of a labeller that nobody knows.
        (run.folder / SENTENCES).unlink(missing_ok=True)
    labeller = load_labeller(options.work, options.run).to(device)
    texts = sentences(options.data, options.work, run.folder / SENTENCES, settings.sentences, labeller, config.seed)
    head = LexicalHead(settings.dropout)
    head.project.weight.data.copy_(piece_embeddings(pieces, labeller.cpu(), settings.embedding_spread))
    return LexicalTask(head, SimulatedPieces(texts, pieces, settings.simulation, seed=config.seed), settings, device)


def sentences(data: Path, work: Path, file: Path, settings: Sentences, labeller: SentimentLabeller, seed: int) -> pd.DataFrame:
    """Labelled by `labeller`, or from the last time if there was one: the run has no other inputs now."""
    if file.exists():
        return pd.read_parquet(file)
    rng = generator(seed, "sentences")
    texts = read(data, load_table(work), settings, rng)
    batches = tqdm(range(0, len(texts), LABELLED_AT_ONCE), mininterval=10, desc="labelled")
    result = pd.concat([labelled(texts[i : i + LABELLED_AT_ONCE], labeller) for i in batches], ignore_index=True)
    with replacing(file) as whole:
        result.to_parquet(whole, index=False)
    return result
