"""The shipped call, as a user of the SDK sees it: window, 30 s and whole-call estimates above what was said."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from undertone_model.contract import HOP_SAMPLES, LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.evaluation.baselines.cache import cached
from undertone_model.evaluation.model import Model
from undertone_model.stages.pseudo_labels.transcripts import transcribe

_RECENT_SECONDS = 30


def timeline(model: Model, row) -> pd.DataFrame:
    """One line a window: `end` in seconds, `speech`, and score (positive minus negative, -1 to 1) of the `window`,
    of the last 30 s of speech and of the whole `call`; without speech the window has none."""
    pcm = read_clip(row)
    ends = np.arange(HOP_SAMPLES, len(pcm) + 1, HOP_SAMPLES)
    windows = [np.pad(pcm[:end], (0, WINDOW_SAMPLES - end)) if end < WINDOW_SAMPLES else pcm[end - WINDOW_SAMPLES : end] for end in ends]
    sentiment, speech = _followed(model, np.stack(windows))
    score, weight = sentiment[:, 2] - sentiment[:, 0], np.where(speech >= model.speech_threshold, speech, 0)
    heard = np.cumsum(weight) * HOP_SAMPLES / SAMPLE_RATE
    recent = [_mean(score, weight * ((heard > heard[i] - _RECENT_SECONDS) & (np.arange(len(ends)) <= i))) for i in range(len(ends))]
    call = [_mean(score[: i + 1], weight[: i + 1]) for i in range(len(ends))]
    label = [LABELS[best] if spoken else "" for best, spoken in zip(sentiment.argmax(1), weight > 0)]
    return pd.DataFrame({
        "end": ends / SAMPLE_RATE, "speech": speech, "label": label,
        "window": np.where(weight > 0, score, np.nan), "recent": recent, "call": call,
    })  # fmt: skip


def _followed(model: Model, windows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sentiment and speech of a stream's windows in turn. As in the SDK, each counts in its state for the half that is new."""
    state, answers = None, []
    for window in windows[:, None]:
        sentiment, speech, after = model.follow(window, state)
        state = after if state is None else (state + after) / 2
        answers.append((sentiment, speech))
    return tuple(np.concatenate(parts) for parts in zip(*answers))


def _mean(score: np.ndarray, weight: np.ndarray) -> float:
    return float(np.average(score, weights=weight)) if weight.sum() > 0 else float("nan")


def words_said(rows: pd.DataFrame, work: Path) -> pd.DataFrame:
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
