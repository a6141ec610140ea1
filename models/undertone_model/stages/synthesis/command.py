"""`python -m undertone_model synthesis`: speak the sentences, as many of each part as asked for, continuing where the last run
ended."""

import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from undertone_model.command_line import config_parser, configuration
from undertone_model.config.data import Synthesis
from undertone_model.data.store import StoreWriter, table_file
from undertone_model.data.table import COLUMNS
from undertone_model.data.texts import text_files
from undertone_model.stages.synthesis.sentences import PARTS, sentences
from undertone_model.stages.synthesis.voices import IN_ORDER, voices
from undertone_model.training.made import Shared
from undertone_model.training.train import Stage
from undertone_model.workspace import count, replacing

STORE = "synthetic"
COUNTS = ("valid", "everyday", "train", "test", "dialogue", "everyday_test")
CHUNK = 16
"""Utterances that a process is sent at once."""
STAGE = Stage("synthesis", ("synthesis",))


class Planned(NamedTuple):
    """An utterance, before anybody has said it."""

    clip: str
    text: str
    label: str
    corpus: str
    split: str
    use: str


def planned(data: Path, part: str, settings: Synthesis) -> pd.DataFrame:
    """The first `count` utterances of a part. When the sentences run out they are spoken again, in another voice or
    another variation."""
    once, count = sentences(data, part, settings.words), getattr(settings, part)
    rounds = -(-count // len(once))
    plan = pd.concat([once.assign(round=number) for number in range(rounds)], ignore_index=True)[:count]
    facts = PARTS[part]
    plan["clip"] = f"{facts.prefix}-" + plan["id"] + plan["round"].map(lambda number: f"-{number}" if number else "")
    return plan.assign(corpus=facts.corpus, split=facts.split, use=facts.use)


class Speaker:
    """Speaks planned utterances. Each clip's name seeds its voice and variation, `seed` moves them all: who speaks in which process changes nothing."""

    def __init__(self, settings: Synthesis, seed: int):
        self._settings, self._seed, self._voices = settings, seed, None

    def in_order(self, row: Planned) -> bool:
        """Whether one process must speak all utterances of this split."""
        return any(voice in IN_ORDER for voice in getattr(self._settings.voices, row.split))

    def __call__(self, row: Planned) -> tuple[str, np.ndarray]:
        """Name of the voice, and float `[samples]`."""
        # Made in the process that speaks: a synthesiser cannot be sent there.
        self._voices = self._voices or voices(self._settings)
        rng = np.random.default_rng(zlib.crc32(row.clip.encode()) + self._seed)
        shares = getattr(self._settings.voices, row.split)
        voice = str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))
        pcm = self._voices[voice](row.text, rng)
        return voice, self._settings.peak * pcm / max(np.abs(pcm).max(), 1e-4)


def spoken(speaker: Speaker, rows: list[Planned], workers: int) -> Iterator[tuple[str, np.ndarray]]:
    """What `speaker` gives for each of `rows`, in their order and whatever the number of `workers`."""
    for in_order, part in groupby(rows, speaker.in_order):
        if in_order or workers == 1:
            yield from map(speaker, part)
            continue
        with get_context("spawn").Pool(workers, _begin, (speaker,)) as pool:
            yield from pool.imap(_speak, list(part), chunksize=CHUNK)


def _begin(speaker: Speaker) -> None:
    global _speaker
    _speaker = speaker


def _speak(row: Planned) -> tuple[str, np.ndarray]:
    return _speaker(row)


def facts(row: Planned, voice: str, offset: int, samples: int) -> dict:
    """Of the clip table."""
    known = {
        "clip": row.clip, "corpus": row.corpus, "language": "en", "speaker": f"synthetic:{voice}", "voice": voice,
        "transcript": row.text, "label": row.label, "text_label": row.label, "emotion": row.label,
        "origin": "synthetic", "speech": True, "use": row.use, "split": row.split, "kind": "speech",
        "store": STORE, "offset": offset, "samples": samples,
    }  # fmt: skip
    return {column: known.get(column, "") for column in COLUMNS}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--workers", type=count, default=1, help="processes that speak")
    options = parser.parse_args(arguments)
    config = configuration(options)
    settings, file = config.synthesis, table_file(options.work, STORE)
    grows = [f"synthesis.{part}" for part in COUNTS]
    # What is done the table says; that it is of this configuration, the record beside it.
    with STAGE.run(options, config, text_files(options.data), shares={file: Shared()}, grows=grows, leaves=None) as run:
        done = pd.read_parquet(file) if file.exists() else pd.DataFrame(columns=list(COLUMNS))
        plan = pd.concat([planned(options.data, part, settings) for part in COUNTS], ignore_index=True)
        # Plain tuples can be sent to another process.
        plan = [Planned(*row) for row in plan[~plan["clip"].isin(done["clip"])][list(Planned._fields)].itertuples(index=False)]
        rows, speaker = done.to_dict("records"), Speaker(settings, config.seed)
        with StoreWriter(options.work, STORE, keep=int((done["offset"] + done["samples"]).max()) if len(done) else 0) as store:
            speech = spoken(speaker, plan, options.workers)
            for number, (row, (voice, pcm)) in enumerate(zip(plan, tqdm(speech, total=len(plan), mininterval=10)), 1):
                rows.append(facts(row, voice, *store.write(pcm)))
                if number % settings.save_every == 0:
                    save(rows, file)
        save(rows, file)
        run.finish()


def save(rows: list[dict], file: Path) -> None:
    with replacing(file) as partial:
        pd.DataFrame(rows, columns=list(COLUMNS)).astype({"speech": "boolean"}).to_parquet(partial, index=False)
