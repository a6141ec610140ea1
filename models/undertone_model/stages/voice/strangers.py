"""Leave one corpus out: what the voice channel answers to voices of corpora that it has not learned from."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch

from undertone_model.config.stages import Voice as Settings
from undertone_model.contract import LABELS
from undertone_model.metrics import recall_mean
from undertone_model.network.voice_channel import EMOTIONS, STATE, VoiceChannel
from undertone_model.stages.voice.fit import adapted, fit
from undertone_model.stages.voice.statistics import UNKNOWN, ClipStatistics

logger = logging.getLogger(__name__)

CLASSES = np.array([LABELS.index(label) for label in EMOTIONS.values()])


@dataclass
class Answers:
    """Of clips: log probabilities [clips, 3], true labels [clips], corpus [clips] and name [clips]."""

    voice: np.ndarray
    label: np.ndarray
    corpus: np.ndarray
    clip: np.ndarray


def strangers(
    learned: Mapping[str, ClipStatistics],
    others: Mapping[str, ClipStatistics],
    plain: Sequence[ClipStatistics],
    settings: Settings,
    seed: int,
) -> Answers:
    """To the clips of every corpus, by a channel that has learned from `learned` without it."""
    parts = []
    for name, clips, channel in left_out(learned, others, plain, settings, seed):
        answers = classified(channel, clips, seed)
        parts.append(Answers(answers, CLASSES[clips.emotion], np.full(len(answers), name), clips.clip))
    return Answers(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Answers)))


def left_out(
    learned: Mapping[str, ClipStatistics],
    others: Mapping[str, ClipStatistics],
    plain: Sequence[ClipStatistics],
    settings: Settings,
    seed: int,
) -> Iterator[tuple[str, ClipStatistics, VoiceChannel]]:
    """Each corpus, its clips whose emotion is known, and a channel that has learned from `learned` without it."""
    channels = {}
    for name, clips in (learned | others).items():
        teachers = tuple(teacher for teacher in learned if teacher != name)
        if not teachers:
            logger.info("%s is all that there is to learn from: it cannot be left out", name)
            continue
        if teachers not in channels:
            channels[teachers] = fit([learned[teacher] for teacher in teachers], plain, settings, seed)
        yield name, clips[clips.emotion != UNKNOWN], channels[teachers]


@torch.inference_mode()
def classified(channel: VoiceChannel, clips: ClipStatistics, seed: int, alone: bool = False) -> np.ndarray:
    """Log probabilities [clips, 3]: of each speaker's clips in random order as one stream, or of each `alone`."""
    statistics, frames = torch.from_numpy(clips.statistics), torch.from_numpy(clips.frames)
    if alone:
        return channel(statistics, frames, torch.zeros(len(statistics), STATE))[0].numpy()
    centred = adapted(clips, channel.plain.numpy(), channel.prior_frames.item(), np.random.default_rng(seed))
    return channel.classify(torch.from_numpy(centred).float()).numpy()


def recalls(answers: Answers) -> dict[str, dict]:
    """By corpus: clips, UAR and the recall of each class."""
    return {
        str(name): _recalls(answers.voice[mine].argmax(1), answers.label[mine])
        for name in np.unique(answers.corpus)
        for mine in [answers.corpus == name]
    }


def _recalls(guess: np.ndarray, label: np.ndarray) -> dict:
    each = {name: round(float((guess[label == i] == i).mean()), 3) for i, name in enumerate(LABELS) if (label == i).any()}
    return {"clips": len(label), "UAR": round(recall_mean(label, guess), 3)} | each
