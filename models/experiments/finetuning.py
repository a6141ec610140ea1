"""How many clips of how many speakers fine-tuning needs: what it makes of strangers, on a corpus that the base does not know.

    python -m experiments.finetuning --work DIR --base undertone-en-open.onnx --corpus ased --heard DIR

Speakers of the training and validation splits are drawn anew `--draws` times. The first of them teach, all after the `--teachers` first are
judged, their clips as one call each, so that within a draw all lines judge the same people. A line: UAR of the base, and of what was fine-tuned on so
many speakers and clips; means over the draws, the lowest and the highest. And what it costs where nothing was learned from: English sentences in flat
voices, whose labels are their words', each as a recording of its own.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from undertone_model.data.store import load_table, read_clip
from undertone_model.data.table import thinned
from undertone_model.finetune.answers import clip_scores, guesses
from undertone_model.finetune.base import Base, Judge
from undertone_model.finetune.crossing import WAYS
from undertone_model.finetune.learning import learned
from undertone_model.finetune.listening import Windows, heard, joined
from undertone_model.finetune.table import Clip, meaning
from undertone_model.metrics import recall_mean
from undertone_model.workspace import MODELS, count, stage_parser

SPEAKERS = (1, 2, 4, 8)
CLIPS = (20, 40, 80, 160, 320)
SENTENCES, MOST_SENTENCES = "synthetic", 300


def main() -> None:
    parser = stage_parser(__doc__, needs=("work",))
    parser.add_argument("--base", type=Path, default=MODELS / "undertone-en-open.onnx")
    parser.add_argument("--corpus", default="ased", help="one that the base has not learned from")
    parser.add_argument("--teachers", type=count, default=8, help="speakers of a draw who may teach")
    parser.add_argument("--most", type=count, default=80, help="clips of a speaker that are heard")
    parser.add_argument("--draws", type=count, default=10)
    parser.add_argument("--heard", type=Path, required=True, help="folder that keeps what was heard")
    options = parser.parse_args()
    torch.set_num_threads(1)
    base = Base(options.base)
    digest, table = base.manifest["sha256"][:12], load_table(options.work)
    windows = kept(options.heard / f"{digest}-{options.corpus}-{options.most}.npz", base, clips(table, options.corpus, options.most))
    flat = kept(options.heard / f"{digest}-{SENTENCES}.npz", base, sentences(table))
    for line in lines(base.judge(), windows, flat, base.threshold, options.teachers, options.draws):
        print(json.dumps(line), flush=True)


def sentences(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["corpus"] == SENTENCES) & (table["split"] == "valid") & (table["label"] != "")]
    return thinned(rows.reset_index(drop=True), MOST_SENTENCES).assign(emotion=lambda these: these["label"])


def clips(table: pd.DataFrame, corpus: str, most: int) -> pd.DataFrame:
    """Of each speaker at most so many."""
    rows = table[(table["corpus"] == corpus) & table["split"].isin(["train", "valid"]) & (table["label"] != "")]
    shuffled = rows[~rows["speaker"].str.endswith("?")].sample(frac=1, random_state=0)
    return shuffled.groupby("speaker").head(most).reset_index(drop=True)


def kept(file: Path, base: Base, rows: pd.DataFrame) -> Windows:
    """What `base` hears in the clips, as far as it hears speech; from `file` where it has listened before."""
    if not file.exists():
        parts = []
        for row in rows.itertuples():
            clip = Clip(row.Index, Path(row.clip), *meaning(row.emotion), row.speaker)
            part = heard(base, read_clip(row), row.Index, clip)
            if part is not None and (part.speech >= base.threshold).any():
                parts.append(part)
        columns = vars(joined(parts))
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, **{name: value.astype("U") if value.dtype == object else value for name, value in columns.items()})
    stored = np.load(file)
    return Windows(*(stored[field.name] for field in fields(Windows)))


def lines(base: Judge, windows: Windows, flat: Windows, threshold: float, teachers: int, draws: int) -> Iterator[dict]:
    found: dict[tuple[int, int], list[tuple[float, ...]]] = {}
    flat_before = recall(base, flat, threshold, "alone")
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        names = rng.permutation(np.unique(windows.speaker))
        judged = windows[np.isin(windows.speaker, names[teachers:])]
        before = recall(base, judged, threshold)
        for speakers, most in [(speakers, most) for speakers in SPEAKERS for most in CLIPS if speakers <= teachers]:
            mine = chosen(windows, names[:speakers], most, rng)
            if mine is not None:
                judge = learned(base, windows[mine], threshold)
                figures = before, recall(judge, judged, threshold), recall(judge, flat, threshold, "alone")
                found.setdefault((speakers, most), []).append(figures)
    for (speakers, most), draws_of_line in found.items():
        before, after, flat_after = np.array(draws_of_line).T
        values = {"base": before.mean(), "tuned": after.mean(), "lowest": after.min(), "highest": after.max()}
        values |= {"lowest_gain": (after - before).min(), "flat_base": flat_before, "flat_tuned": flat_after.mean()}
        yield {"speakers": speakers, "clips": most, "draws": len(before)} | {name: round(float(value), 3) for name, value in values.items()}


def chosen(windows: Windows, names: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray | None:
    """Mask of the windows of `most` clips, as many of each speaker; None where they have not so many, by more than a twentieth."""
    each = most // len(names)
    first = windows.clips
    numbers = [rng.permutation(windows.clip[first][windows.speaker[first] == name])[:each] for name in names]
    if sum(map(len, numbers)) < 0.95 * most:
        return None
    return np.isin(windows.clip, np.concatenate(numbers))


def recall(judge: Judge, windows: Windows, threshold: float, way: str = "call") -> float:
    scores = clip_scores(judge, windows, WAYS[way](windows), threshold)
    return recall_mean(windows.label[windows.clips], guesses(scores))


if __name__ == "__main__":
    main()
