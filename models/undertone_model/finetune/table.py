"""The list of clips: a CSV with the columns `file`, `label` and `speaker`, and if one likes `start`, `end`, `channel` and `language`."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from undertone_model.contract import LABELS
from undertone_model.finetune.errors import FinetuneError, Problems
from undertone_model.network.voice_channel import EMOTIONS

NEEDED = ("file", "label", "speaker")
OPTIONAL = ("start", "end", "channel", "language")
FEWEST_CLIPS = 20
"""Fewer say nothing that ten others would not deny."""
ADJECTIVES = {"angry": "anger", "sad": "sadness", "fearful": "fear", "disgusted": "disgust", "happy": "happiness"}
# What a neutral voice sounds like is no riddle.
NEUTRAL = {"neutral": "calm"}


@dataclass(frozen=True)
class Clip:
    """One line of the CSV. `row`: its number, the header's is 1; `label`: one of LABELS; `emotion`: one of EMOTIONS, "" where only the label is
    known; `start` and `end`: seconds of the file, None for its beginning and its end; `channel`: the first is 0, None for all of them as one;
    `language`: as it was written, "" if it was not."""

    row: int
    file: Path
    label: str
    emotion: str
    speaker: str
    start: float | None = None
    end: float | None = None
    channel: int | None = None
    language: str = ""


def read_clips(file: Path) -> list[Clip]:
    """Files are found from the folder of the CSV. Raises FinetuneError: whatever is wrong with rows, all at once, and then what is wrong with the
    whole."""
    problems = Problems()
    clips = [_clip(row, fields, file.parent, problems) for row, fields in _rows(file)]
    problems.check()
    _check_whole(clips)
    return clips


def meaning(text: str) -> tuple[str, str]:
    """Label and emotion ("" if unknown) of what stands in the column `label`. Raises KeyError."""
    name = text.lower()
    emotion = ADJECTIVES.get(name, NEUTRAL.get(name, name))
    return (EMOTIONS[emotion], emotion) if emotion in EMOTIONS else ({label: label for label in LABELS}[name], "")


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            columns = [name.strip().lower() for name in reader.fieldnames or ()]
            _check_columns(columns)
            reader.fieldnames = columns
            for fields in reader:
                yield reader.line_num, {name: (value or "").strip() for name, value in fields.items() if name in NEEDED + OPTIONAL}
    except OSError as error:
        raise FinetuneError("clips-missing", f"{file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FinetuneError("bad-columns", f"{file} is no CSV in UTF-8: {error}") from error


def _check_columns(columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        found = ", ".join(columns) or "nothing"
        raise FinetuneError(
            "bad-columns", f"no column {', '.join(missing)} in the first line, which has: {found}. Commas separate columns.", [1]
        )


def _clip(row: int, fields: dict[str, str], folder: Path, problems: Problems) -> Clip:
    file = folder / fields["file"]
    if not fields["file"] or not file.is_file():
        problems.add(row, "audio-missing", f"there is no file {file}")
    if not fields["speaker"]:
        problems.add(row, "speaker-missing", "speaker is empty. Without it nothing can be judged on people who were not learned from")
    label, emotion = _label(row, fields["label"], problems)
    start, end = (_seconds(row, name, fields.get(name, ""), problems) for name in ("start", "end"))
    if end is not None and end <= (start or 0):
        problems.add(row, "bad-times", f"end ({end:g} s) is not after start ({start or 0:g} s)")
    channel = fields.get("channel", "")
    if channel and not channel.isdecimal():
        problems.add(row, "bad-channel", f'channel is "{channel}", and should be 0 for the first one, 1 for the second')
        channel = ""
    facts = label, emotion, fields["speaker"], start, end, int(channel) if channel else None
    return Clip(row, file, *facts, fields.get("language", ""))


def _label(row: int, text: str, problems: Problems) -> tuple[str, str]:
    try:
        return meaning(text)
    except KeyError:
        known = ", ".join(dict.fromkeys((*LABELS, *EMOTIONS, *ADJECTIVES)))
        problems.add(
            row, "label-unknown", f'label is "{text}", and may be {known}. Of another emotion, say whether it is {" or ".join(LABELS)}'
        )
        return "", ""


def _seconds(row: int, name: str, text: str, problems: Problems) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    # Infinite and no number too.
    if not 0 <= seconds < 1e9:
        problems.add(row, "bad-times", f'{name} is "{text}", and should be seconds of the file, 0 or more')
        return None
    return seconds


def _check_whole(clips: Sequence[Clip]) -> None:
    if len(clips) < FEWEST_CLIPS:
        raise FinetuneError("too-few-clips", f"{len(clips)} clips; at least {FEWEST_CLIPS} are needed, better forty each of eight speakers")
    rows = [clip.row for clip in clips]
    labels, speakers = ({getattr(clip, name) for clip in clips} for name in ("label", "speaker"))
    if len(labels) < 2:
        what = f"all rows ({rows[0]} to {rows[-1]}) are {labels.pop()}: nothing can be told apart. Add clips of another tone"
        raise FinetuneError("one-label", what, rows)
    if len(speakers) < 2:
        what = f'all rows ({rows[0]} to {rows[-1]}) are of "{speakers.pop()}": nobody is left to judge it on. Add clips of another speaker'
        raise FinetuneError("one-speaker", what, rows)
    _check_spelling(clips)


def _check_spelling(clips: Sequence[Clip]) -> None:
    """Whose name is written in two ways would be learned from and judged at once."""
    spelled: dict[str, str] = {}
    for clip in clips:
        first = spelled.setdefault(" ".join(clip.speaker.casefold().split()), clip.speaker)
        if first != clip.speaker:
            rows = [other.row for other in clips if other.speaker == clip.speaker]
            what = f'"{first}" and "{clip.speaker}" (row {clip.row}) differ in capitals or spaces alone. Write one person in one way'
            raise FinetuneError("speaker-twice", f"{what}, and two people in two", rows)
