"""Decode the corpora and write the clip tables: `clips.parquet`, and `tests.parquet` of the corpora from which nothing learns.

python -m undertone_model prepare-data --data DIR --work DIR
python -m undertone_model prepare-data --data DIR --work DIR --corpus moss_synth
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.corpora import CORPORA, Corpus
from undertone_model.data.decode import decoded_clips
from undertone_model.data.store import TESTS, StoreWriter, table_file
from undertone_model.data.table import COLUMNS, corpus_rows
from undertone_model.workspace import count, of_corpora, replacing, stage_parser


def build_corpus(audio: Path, work: Path, corpus: Corpus, limit: int | None) -> pd.DataFrame:
    """Rows of one corpus, its samples written to its store. Impulse responses are scaled to a peak of 1 to keep
    their tails."""
    rows = corpus_rows(audio, corpus).set_index("file", drop=False)
    places = {}
    with StoreWriter(work, corpus.name) as store:
        for file, pcm in tqdm(decoded_clips(audio / f"{corpus.name}.tar"), desc=corpus.name, total=len(rows), mininterval=5):
            if len(places) == limit:
                break
            if file in rows.index:
                places[file] = store.write(pcm / np.abs(pcm).max() if corpus.kind == "rir" else pcm)
    rows = rows.loc[list(places)]
    rows[["offset", "samples"]] = list(places.values())
    return rows[list(COLUMNS)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--limit", type=count, metavar="N", help="only the first N clips of each corpus (a smoke run)")
    parser.add_argument(
        "--corpus",
        action="append",
        choices=[corpus.name for corpus in CORPORA],
        metavar="NAME",
        help="only this one, such as one that is new; may be given several times; what the tables hold of others stays",
    )
    args = parser.parse_args(arguments)
    asked = [corpus for corpus in CORPORA if not args.corpus or corpus.name in args.corpus]
    for corpus in asked:
        for ending in ("csv", "tar"):
            of_corpora(args.data / "audio" / f"{corpus.name}.{ending}")
    table = pd.concat([build_corpus(args.data / "audio", args.work, corpus, args.limit) for corpus in asked], ignore_index=True)
    tests = table["use"] == "test"
    for name, rows in (("clips", table[~tests]), (TESTS, table[tests])):
        _write(table_file(args.work, name), rows, args.corpus)
    table["hours"] = table["samples"] / SAMPLE_RATE / 3600
    print(
        table.pivot_table(index=["corpus", "use", "kind"], columns="split", values="hours", aggfunc=["count", "sum"]).round(2).to_string()
    )


def _write(file: Path, rows: pd.DataFrame, only: list[str] | None) -> None:
    """Where `only` these corpora were asked for, what there is of others stays: a table that holds none of them is not touched."""
    if only and file.exists():
        before = pd.read_parquet(file)
        others = before[~before["corpus"].isin(only)]
        if len(others) == len(before) and not len(rows):
            return
        rows = pd.concat([others, rows], ignore_index=True)
    with replacing(file) as partial:
        rows.to_parquet(partial, index=False)
