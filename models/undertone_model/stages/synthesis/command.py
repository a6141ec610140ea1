"""`python -m undertone_model synthesis`: speak the sentences, as many of each part as asked for, continuing where the last run
ended."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from undertone_model.command_line import config_parser, configuration
from undertone_model.config.data import Synthesis
from undertone_model.data.store import StoreWriter
from undertone_model.data.table import COLUMNS
from undertone_model.stages.synthesis.sentences import PARTS, sentences
from undertone_model.stages.synthesis.voices import Speak, voices
from undertone_model.training.run import Run

STORE = "synthetic"
COUNTS = ("valid", "train", "test", "dialogue")
SECTIONS = ("synthesis",)


def planned(data: Path, part: str, settings: Synthesis) -> pd.DataFrame:
    """The first `count` utterances of a part. When the sentences run out they are spoken again, in another voice or
    another variation."""
    once, count = sentences(data, part, settings.words), getattr(settings, part)
    rounds = -(-count // len(once))
    plan = pd.concat([once.assign(round=number) for number in range(rounds)], ignore_index=True)[:count]
    facts = PARTS[part]
    plan["clip"] = f"{facts.prefix}-" + plan["id"] + plan["round"].map(lambda number: f"-{number}" if number else "")
    return plan.assign(corpus=facts.corpus, split=facts.split, use=facts.use)


def speak(row, store: StoreWriter, voices: dict[str, Speak], shares: dict[str, float], seed: int) -> dict:
    """Speak one planned utterance; the clip's name seeds its voice and variation, `seed` moves them all."""
    rng = np.random.default_rng(zlib.crc32(row.clip.encode()) + seed)
    voice = str(rng.choice(list(shares), p=list(shares.values())))
    pcm = voices[voice](row.text, rng)
    offset, samples = store.write(0.5 * pcm / max(np.abs(pcm).max(), 1e-4))
    facts = {
        "clip": row.clip, "corpus": row.corpus, "language": "en", "speaker": f"synthetic:{voice}", "voice": voice,
        "transcript": row.text, "label": row.label, "text_label": row.label, "emotion": row.label,
        "origin": "synthetic", "speech": True, "use": row.use, "split": row.split, "kind": "speech",
        "store": STORE, "offset": offset, "samples": samples,
    }  # fmt: skip
    return {column: facts.get(column, "") for column in COLUMNS}


def main(arguments: Sequence[str] | None = None) -> None:
    options = config_parser(__doc__).parse_args(arguments)
    config = configuration(options)
    settings = config.synthesis
    file = options.work / "synthetic.parquet"
    with Run(options.work, "synthesis", config, SECTIONS, grows=[f"synthesis.{part}" for part in COUNTS]) as run:
        done = pd.read_parquet(file) if file.exists() else pd.DataFrame(columns=list(COLUMNS))
        plan = pd.concat([planned(options.data, part, settings) for part in COUNTS], ignore_index=True)
        plan = plan[~plan["clip"].isin(done["clip"])]
        rows, speakers = done.to_dict("records"), voices(settings)
        with StoreWriter(options.work, STORE, append=True) as store:
            for count, row in enumerate(tqdm(plan.itertuples(), total=len(plan), mininterval=10), 1):
                rows.append(speak(row, store, speakers, settings.voices[row.split], config.seed))
                if count % settings.save_every == 0:
                    save(rows, file)
        save(rows, file)
        run.finish()


def save(rows: list[dict], file: Path) -> None:
    """Written beside and renamed, so that an interruption leaves the table before."""
    partial = file.with_suffix(".partial")
    pd.DataFrame(rows, columns=list(COLUMNS)).astype({"speech": "boolean"}).to_parquet(partial, index=False)
    partial.replace(file)
