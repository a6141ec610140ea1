"""What the SDK would say of the windows and of the clips, with any judge."""

from collections.abc import Sequence

import numpy as np
import torch

from undertone_model.contract import LABELS
from undertone_model.evaluation.sdk.estimates import MIN_SPEECH_SECONDS
from undertone_model.finetune.base import Judge
from undertone_model.finetune.listening import Windows
from undertone_model.metrics import NO_LABEL

Streams = Sequence[np.ndarray]
"""Indices of the windows of each stream, one after another."""


def alone(windows: Windows) -> Streams:
    """Each clip as a recording of its own."""
    return np.split(np.arange(len(windows.clip)), windows.clips[1:])


def as_calls(windows: Windows, rng: np.random.Generator) -> Streams:
    """All clips of a speaker as one call, in random order."""
    of_clip = alone(windows)
    speakers = windows.speaker[windows.clips]
    return [np.concatenate([of_clip[i] for i in rng.permutation(np.flatnonzero(speakers == speaker))]) for speaker in np.unique(speakers)]


def centred(windows: Windows, streams: Streams, plain: np.ndarray, prior_frames: float) -> np.ndarray:
    """Statistics [windows, STATISTICS] less their speaker's centre, as the graph knows it when it comes to each: `plain` counts as `prior_frames`, and
    the SDK moves a stream's state by the share of a window that is fresh."""
    result = np.empty_like(windows.statistics)
    for stream in streams:
        beyond, frames = windows.statistics[stream] - plain, windows.frames[stream, None]
        lasting = frames * windows.share[stream, None]
        count = prior_frames + np.cumsum(lasting, axis=0) - lasting + frames
        sums = np.cumsum(lasting * beyond, axis=0) + (frames - lasting) * beyond
        result[stream] = beyond - sums / count
    return result


@torch.inference_mode()
def voices(judge: Judge, windows: Windows, streams: Streams) -> torch.Tensor:
    """Log probabilities of the voice [windows, 3]."""
    channel = judge.channel
    statistics = centred(windows, streams, channel.plain.numpy(), channel.prior_frames.item())
    return channel.classify(torch.from_numpy(statistics))


@torch.inference_mode()
def clip_scores(judge: Judge, windows: Windows, streams: Streams, threshold: float) -> np.ndarray:
    """Of each clip [clips, 3], in the order of `windows.clips`: the SDK's estimate of all its speech, no number where it would have no label."""
    words, confidence = torch.from_numpy(windows.words), torch.from_numpy(windows.confidence)
    scores = judge.fusion(voices(judge, windows, streams), words, confidence).softmax(1).double().numpy()
    active = np.where(windows.speech >= threshold, windows.active, 0)
    places = np.unique(windows.clip, return_inverse=True)[1]
    seconds = np.bincount(places, active)
    sums = np.stack([np.bincount(places, active * scores[:, i]) for i in range(len(LABELS))], 1)
    return np.where((seconds >= MIN_SPEECH_SECONDS)[:, None], sums / np.maximum(seconds, 1e-9)[:, None], np.nan)


def guesses(scores: np.ndarray) -> np.ndarray:
    """Indices of LABELS [clips], NO_LABEL where there is none."""
    return np.where(np.isnan(scores[:, 0]), NO_LABEL, np.nan_to_num(scores).argmax(1))
