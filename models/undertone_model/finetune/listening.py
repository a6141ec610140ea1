"""Clips as the shipped graph hears them: each cut into windows as the SDK cuts a recording, and heard once."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from tqdm import tqdm

from undertone_model.contract import LABELS
from undertone_model.evaluation.sdk.estimates import MIN_SPEECH_SECONDS
from undertone_model.evaluation.sdk.stream import WindowResult, followed
from undertone_model.finetune.audio import read_audio
from undertone_model.finetune.base import Base, Listened
from undertone_model.finetune.errors import Problems
from undertone_model.finetune.table import Clip
from undertone_model.network.voice_channel import EMOTIONS

UNKNOWN = -1
_NAMES = list(EMOTIONS)


@dataclass(frozen=True)
class Windows:
    """Windows with sound of clips, those of a clip one after another. As Listened, and of each window its `clip` [windows], the `share` of it that no
    earlier one held, and the seconds of `active` speech in that share; of their clips `label`, `emotion` (UNKNOWN where there is none) and
    `speaker` [windows]."""

    frames: np.ndarray
    statistics: np.ndarray
    words: np.ndarray
    confidence: np.ndarray
    speech: np.ndarray
    clip: np.ndarray
    share: np.ndarray
    active: np.ndarray
    label: np.ndarray
    emotion: np.ndarray
    speaker: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "Windows":
        return Windows(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def clips(self) -> np.ndarray:
        """Indices of the first window of each clip."""
        return np.unique(self.clip, return_index=True)[1]


def listened(base: Base, clips: Sequence[Clip]) -> Windows:
    """Raises FinetuneError, naming every row whose audio cannot be read, is that of an earlier row, or to which the SDK would give no label for
    want of speech."""
    problems = Problems()
    parts = []
    earlier: dict[bytes, Clip] = {}
    for number, clip in enumerate(tqdm(clips, "listening", mininterval=5, leave=False)):
        pcm = read_audio(clip, problems)
        if pcm is None:
            continue
        # Under another speaker's name it would be learned from and judged at once, and a gain be shown that is none.
        same = earlier.setdefault(hashlib.sha256(pcm.tobytes()).digest(), clip)
        if same is not clip and pcm.any():
            problems.add(clip.row, "heard-twice", f"{clip.file} is the same audio here as row {same.row}. Leave one of them out")
            continue
        part = heard(base, pcm, number, clip)
        if part is None or part.active[part.speech >= base.threshold].sum() < MIN_SPEECH_SECONDS:
            problems.add(clip.row, "no-speech", f"{clip.file} has less than {MIN_SPEECH_SECONDS} s of speech here. Leave the row out")
        else:
            parts.append(part)
    problems.check()
    return joined(parts)


def heard(base: Base, pcm: np.ndarray, number: int, clip: Clip) -> Windows | None:
    """The windows of one clip, whose samples are `pcm` and which is called `number`; None where all is digital silence."""
    kept: list[Listened] = []

    def follow(windows: np.ndarray, _) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        # What a window is like does not depend on the stream; the answer, which does, is computed later, and may be anything here.
        one = base.listen(windows)
        kept.append(one)
        return np.zeros((1, len(LABELS))), one.speech, one.frames

    results = [result for result in followed(follow, pcm) if result.sentiment is not None]
    if not kept:
        return None
    size = len(kept)
    columns = {field.name: np.concatenate([getattr(one, field.name) for one in kept]) for field in fields(Listened)}
    emotion = _NAMES.index(clip.emotion) if clip.emotion else UNKNOWN
    return Windows(
        **columns,
        clip=np.full(size, number),
        share=np.array([_fresh_share(result) for result in results], np.float32),
        active=np.array([result.fresh_active_seconds for result in results]),
        label=np.full(size, LABELS.index(clip.label)),
        emotion=np.full(size, emotion),
        speaker=np.full(size, clip.speaker, object),
    )


def joined(parts: Iterable[Windows]) -> Windows:
    parts = list(parts)
    return Windows(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Windows)))


def _fresh_share(result: WindowResult) -> float:
    return (result.end - result.fresh_start) / (result.end - result.start)
