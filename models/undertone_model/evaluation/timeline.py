"""The shipped call, as a user of the SDK sees it: window, 30 s and whole-call estimates, and the transcripts beside them."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from undertone_model.contract import SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.evaluation.baselines.cache import cached
from undertone_model.evaluation.model import Model
from undertone_model.evaluation.sdk.estimates import Estimate
from undertone_model.stages.pseudo_labels.transcripts import transcribe


def timeline(model: Model, row) -> pd.DataFrame:
    """One line a window: `end` in seconds, its `label` ("" without one), and positive minus negative (-1 to 1) of the `window`, of the last
    30 s of speech and of the whole `call`, not a number without a label."""
    events = model.events(read_clip(row))
    return pd.DataFrame(
        {
            "end": [event.window.end for event in events],
            "label": [event.window.label or "" for event in events],
            "window": [_leaning(event.window) for event in events],
            "recent": [_leaning(event.recent) for event in events],
            "call": [_leaning(event.call) for event in events],
        }
    )


def _leaning(estimate: Estimate) -> float:
    return float("nan") if estimate.scores is None else float(estimate.scores[2] - estimate.scores[0])


def window_transcripts(rows: pd.DataFrame, work: Path) -> pd.DataFrame:
    """Transcripts of each 5 s of the call: columns side, end, transcript."""
    pieces = []
    for row in rows.itertuples():
        for start in range(0, row.samples - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
            pieces.append({
                "clip": f"{row.clip}@{start}", "store": row.store, "offset": row.offset + start, "samples": WINDOW_SAMPLES,
                "side": row.speaker.rsplit("_", 1)[1], "end": (start + WINDOW_SAMPLES) / SAMPLE_RATE,
            })  # fmt: skip
    pieces = pd.DataFrame(pieces)
    file = work / "baselines" / "call.parquet"
    texts = cached(file, pieces, lambda part: transcribe(part, work / "base").to_frame("transcript"))
    return pieces[["side", "end"]].assign(transcript=texts["transcript"])


def plot_timelines(lines: dict[str, pd.DataFrame], file: Path) -> None:
    """One panel for each side of the call."""
    figure, panels = plt.subplots(len(lines), 1, figsize=(11, 5), sharex=True, sharey=True, constrained_layout=True)
    for panel, (side, line) in zip(panels, lines.items()):
        panel.axhline(0, color="0.8", linewidth=0.8)
        panel.bar(
            line["end"] - 1.25,
            line["window"],
            width=2.3,
            color=np.where(line["window"] < 0, "#d1603d", "#3d8fd1"),
            alpha=0.35,
            label="window",
        )
        panel.plot(line["end"], line["recent"], color="0.2", label="last 30 s of speech")
        panel.plot(line["end"], line["call"], color="0.2", linestyle=":", label="whole call")
        panel.set(title=side, ylabel="positive - negative", ylim=(-1, 1))
    panels[0].legend(loc="upper right", ncols=3, fontsize="small")
    panels[-1].set_xlabel("seconds")
    figure.savefig(file, dpi=110)
    plt.close(figure)
