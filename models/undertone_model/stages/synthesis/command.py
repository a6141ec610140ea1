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
from undertone_model.data.store import StoreWriter, table_file
from undertone_model.data.table import COLUMNS
from undertone_model.data.texts import text_files
from undertone_model.stages.synthesis.sentences import PARTS, sentences
from undertone_model.stages.synthesis.voices import Speak, voices
from undertone_model.training.made import Shared
from undertone_model.training.train import Stage
from undertone_model.workspace import replacing

STORE = "synthetic"
COUNTS = ("valid", "train", "test", "dialogue")
STAGE = Stage("synthesis", ("synthesis",), per_build=False)


def planned(data: Path, part: str, settings: Synthesis) -> pd.DataFrame:
    """The first `count` utterances of a part. When the sentences run out they are spoken again, in another voice or
    another variation."""
    once, count = sentences(data, part, settings.words), getattr(settings, part)
    rounds = -(-count // len(once))
    plan = pd.concat([once.assign(round=number) for number in range(rounds)], ignore_index=True)[:count]
    facts = PARTS[part]
    plan["clip"] = f"{facts.prefix}-" + plan["id"] + plan["round"].map(lambda number: f"-{number}" if number else "")
    return plan.assign(corpus=facts.corpus, split=facts.split, use=facts.use)


def speak(row, store: StoreWriter, voices: dict[str, Speak], settings: Synthesis, seed: int) -> dict:
    """Speak one planned utterance; the clip's name seeds its voice and variation, `seed` moves them all."""
    rng = np.random.default_rng(zlib.crc32(row.clip.encode()) + seed)
    shares = getattr(settings.voices, row.split)
    voice = str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))
    pcm = voices[voice](row.text, rng)
    offset, samples = store.write(settings.peak * pcm / max(np.abs(pcm).max(), 1e-4))
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
    settings, file = config.synthesis, table_file(options.work, STORE)
    grows = [f"synthesis.{part}" for part in COUNTS]
    # What is done the table says; that it is of this configuration, the record beside it.
    with STAGE.run(options, config, text_files(options.data), shares={file: Shared()}, grows=grows, leaves=None) as run:
        done = pd.read_parquet(file) if file.exists() else pd.DataFrame(columns=list(COLUMNS))
        plan = pd.concat([planned(options.data, part, settings) for part in COUNTS], ignore_index=True)
        plan = plan[~plan["clip"].isin(done["clip"])]
        rows, speakers = done.to_dict("records"), voices(settings)
        with StoreWriter(options.work, STORE, keep=int((done["offset"] + done["samples"]).max()) if len(done) else 0) as store:
            for count, row in enumerate(tqdm(plan.itertuples(), total=len(plan), mininterval=10), 1):
                rows.append(speak(row, store, speakers, settings, config.seed))
                if count % settings.save_every == 0:
                    save(rows, file)
        save(rows, file)
        run.finish()


def save(rows: list[dict], file: Path) -> None:
    with replacing(file) as partial:
        pd.DataFrame(rows, columns=list(COLUMNS)).astype({"speech": "boolean"}).to_parquet(partial, index=False)
