"""`python -m undertone_model synthesis`: speak the sentences, as many of each part as asked for, continuing where the last run
ended."""

import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from undertone_model.data.store import StoreWriter
from undertone_model.data.table import COLUMNS
from undertone_model.stages.synthesis.sentences import PARTS, sentences
from undertone_model.stages.synthesis.voices import SHARES, VOICES
from undertone_model.workspace import stage_parser

STORE = "synthetic"
_COUNTS = {"valid": 600, "train": 6000, "test": 900, "dialogue": 450}
_CHECKPOINT = 200


def planned(data: Path, part: str, count: int) -> pd.DataFrame:
    """The first `count` utterances of a part. When the sentences run out they are spoken again, in another voice or
    another variation."""
    once = sentences(data, part)
    rounds = -(-count // len(once))
    plan = pd.concat([once.assign(round=number) for number in range(rounds)], ignore_index=True)[:count]
    facts = PARTS[part]
    plan["clip"] = f"{facts.prefix}-" + plan["id"] + plan["round"].map(lambda number: f"-{number}" if number else "")
    return plan.assign(corpus=facts.corpus, split=facts.split, use=facts.use)


def speak(row, work: StoreWriter) -> dict:
    """Speak one planned utterance; the clip's name seeds its voice and variation."""
    rng = np.random.default_rng(zlib.crc32(row.clip.encode()))
    shares = SHARES[row.split]
    voice = str(rng.choice(list(shares), p=list(shares.values())))
    pcm = VOICES[voice](row.text, rng)
    offset, samples = work.write(0.5 * pcm / max(np.abs(pcm).max(), 1e-4))
    facts = {
        "clip": row.clip, "corpus": row.corpus, "language": "en", "speaker": f"synthetic:{voice}", "voice": voice,
        "transcript": row.text, "label": row.label, "text_label": row.label, "emotion": row.label,
        "origin": "synthetic", "speech": True, "use": row.use, "split": row.split, "kind": "speech",
        "store": STORE, "offset": offset, "samples": samples,
    }  # fmt: skip
    return {column: facts.get(column, "") for column in COLUMNS}


def main():
    parser = stage_parser(__doc__)
    for part, count in _COUNTS.items():
        parser.add_argument(f"--{part}", type=int, default=count, metavar="N", help=f"{part} utterances in all")
    args = parser.parse_args()
    table = args.work / "synthetic.parquet"
    done = pd.read_parquet(table) if table.exists() else pd.DataFrame(columns=list(COLUMNS))
    plan = pd.concat([planned(args.data, part, getattr(args, part)) for part in _COUNTS], ignore_index=True)
    plan = plan[~plan["clip"].isin(done["clip"])]

    rows = done.to_dict("records")

    def checkpoint():
        partial = table.with_suffix(".partial")
        pd.DataFrame(rows, columns=list(COLUMNS)).astype({"speech": "boolean"}).to_parquet(partial, index=False)
        partial.replace(table)

    with StoreWriter(args.work, STORE, append=True) as store:
        for count, row in enumerate(tqdm(plan.itertuples(), total=len(plan), mininterval=10), 1):
            rows.append(speak(row, store))
            if count % _CHECKPOINT == 0:
                checkpoint()
    checkpoint()


if __name__ == "__main__":
    main()
