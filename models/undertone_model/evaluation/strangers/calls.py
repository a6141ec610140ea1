"""Calls of strangers: what the state that a stream carries on is worth, by how much of the speaker has been heard."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import torch

from undertone_model.contract import LABELS
from undertone_model.metrics import figure, recall_mean
from undertone_model.network.voice_channel import STATE, VoiceChannel
from undertone_model.stages.voice.fit import FRAMES_A_SECOND
from undertone_model.stages.voice.statistics import ClipStatistics
from undertone_model.stages.voice.strangers import CLASSES

CALLS, LENGTH = 80, 16
"""Of a corpus, and clips of a call, none of them twice. Speakers of fewer clips have no call."""
MIXES = {"any mix of labels": (1.0, 1.0, 1.0), "mostly neutral": (1.0, 6.0, 1.0)}
"""How often a call has each label is drawn for each call (Dirichlet), so that a speaker's mean does not tell the label; most real talk is neutral."""
HEARD = (0.0, 1e-6, 5.0, 10.0, 20.0, 30.0, 60.0)
"""Edges in seconds of what of the speaker was heard before; the first group has heard nothing."""

Fused = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Log probabilities of voices [clips, 3], each put beside words, to logits [clips, 3]; the same words for the same generator."""


@dataclass
class Answers:
    """Of clips in calls: seconds of the speaker `heard` before and true `label` [calls, clips], and log probabilities of the voice [calls, clips, 3]
    as the first window of a stream (`alone`) and with the state that the stream has by then (`adapted`)."""

    heard: np.ndarray
    label: np.ndarray
    alone: np.ndarray
    adapted: np.ndarray


@torch.inference_mode()
def answers(
    channel: VoiceChannel, clips: ClipStatistics, mix: tuple[float, ...], calls: int = CALLS, length: int = LENGTH
) -> Answers | None:
    """None where no speaker has clips enough."""
    rows = drawn(clips, mix, calls, length)
    if rows is None:
        return None
    statistics, frames = torch.from_numpy(clips.statistics[rows]), torch.from_numpy(clips.frames[rows])
    state, adapted, alone = torch.zeros(len(rows), STATE), [], []
    for place in range(length):
        alone.append(channel(statistics[:, place], frames[:, place], torch.zeros_like(state))[0])
        answer, state = channel(statistics[:, place], frames[:, place], state)
        adapted.append(answer)
    seconds = clips.frames[rows] / FRAMES_A_SECOND
    return Answers(
        seconds.cumsum(1) - seconds,
        CLASSES[clips.emotion[rows]],
        *(torch.stack(part, 1).numpy() for part in (alone, adapted)),
    )


def drawn(clips: ClipStatistics, mix: tuple[float, ...], calls: int, length: int) -> np.ndarray | None:
    """Rows of `clips` [calls, length], each call's of one speaker; speakers come equally often."""
    rng = np.random.default_rng(0)
    speakers = [rows for speaker in np.unique(clips.speaker) if len(rows := np.flatnonzero(clips.speaker == speaker)) >= length]
    return np.stack([_call(clips, speakers[i % len(speakers)], mix, length, rng) for i in range(calls)]) if speakers else None


def _call(clips: ClipStatistics, rows: np.ndarray, mix: tuple[float, ...], length: int, rng: np.random.Generator) -> np.ndarray:
    """Of one speaker's `rows`; where those of a label are used up, others take their place."""
    label = CLASSES[clips.emotion[rows]]
    left = [list(rng.permutation(rows[label == each])) for each in range(len(LABELS))]
    shares, said = rng.dirichlet(mix), []
    while len(said) < length:
        open_to = np.array([share if some else 0 for share, some in zip(shares + 1e-9, left)])
        said.append(left[rng.choice(len(LABELS), p=open_to / open_to.sum())].pop())
    return np.array(said)


def worth(parts: Mapping[str, Answers], fused: Fused) -> dict:
    """By corpus, and the mean over those that have all labels: UAR `without` the state and `with` it, of the voice alone and of the voice beside
    plain words; and of both the curve by what was heard before."""
    report = {name: _worth(part, fused) for name, part in parts.items()}
    whole = [name for name, part in parts.items() if len(np.unique(part.label)) == len(LABELS)]
    if whole:
        report["mean"] = {
            kind: {key: float(np.mean([report[name][kind][key]["value"] for name in whole])) for key in ("without", "with", "difference")}
            for kind in ("voice", "moved")
        } | {"corpora": whole, "curve": curve({name: parts[name] for name in whole}, fused)}
    return report


def _worth(part: Answers, fused: Fused) -> dict:
    """Intervals are over calls, for the clips of one speaker are alike."""
    both = part.alone, part.adapted
    guesses = {"voice": [voice.argmax(2) for voice in both], "moved": [_beside(fused, voice) for voice in both]}
    return {"calls": len(part.label)} | {
        kind: {
            "without": asdict(figure(_recall, part.label, alone)),
            "with": asdict(figure(_recall, part.label, adapted)),
            "difference": asdict(figure(_gain, part.label, alone, adapted)),
        }
        for kind, (alone, adapted) in guesses.items()
    }


def _recall(label: np.ndarray, guess: np.ndarray) -> float:
    return recall_mean(label.ravel(), guess.ravel())


def _gain(label: np.ndarray, alone: np.ndarray, adapted: np.ndarray) -> float:
    return _recall(label, adapted) - _recall(label, alone)


def _beside(fused: Fused, voice: np.ndarray) -> np.ndarray:
    return fused(voice.reshape(-1, voice.shape[2]), np.random.default_rng(0)).argmax(1).reshape(voice.shape[:2])


def curve(parts: Mapping[str, Answers], fused: Fused) -> list[dict]:
    """A point a stretch of HEARD: mean `seconds` heard, and the mean over corpora of the UAR without the state and with it, beside plain words."""
    guesses = {name: [_beside(fused, voice) for voice in (part.alone, part.adapted)] for name, part in parts.items()}
    points = []
    for low, high in zip(HEARD, (*HEARD[1:], np.inf)):
        inside = {name: (part.heard >= low) & (part.heard < high) for name, part in parts.items()}
        if not all(len(np.unique(parts[name].label[mine])) == len(LABELS) for name, mine in inside.items()):
            continue
        without, adapted = (
            float(np.mean([recall_mean(parts[name].label[mine], guesses[name][i][mine]) for name, mine in inside.items()])) for i in (0, 1)
        )
        seconds = np.concatenate([parts[name].heard[mine] for name, mine in inside.items()])
        points.append({"seconds": float(seconds.mean()), "without": without, "with": adapted, "clips": len(seconds)})
    return points
