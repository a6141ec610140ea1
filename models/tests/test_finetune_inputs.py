"""What is wrong with a list of clips is said at once, by row and by kind."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tiny_calls import voice, write_csv

from undertone_model.contract import SAMPLE_RATE
from undertone_model.finetune import example
from undertone_model.finetune.audio import read_audio
from undertone_model.finetune.base import Base
from undertone_model.finetune.command import main
from undertone_model.finetune.errors import FinetuneError, Problems
from undertone_model.finetune.store import model_file
from undertone_model.finetune.table import Clip, meaning, read_clips
from undertone_model.finetune.verdict import jackknifed

COLUMNS = ("file", "label", "speaker", "start", "end", "channel", "language")


@pytest.fixture
def rows(tmp_path) -> list[list]:
    """Of a list of clips that is right."""
    soundfile.write(tmp_path / "a.wav", voice(120, 5, np.random.default_rng(0)), SAMPLE_RATE)
    return [["a.wav", "angry" if i % 2 else "Neutral ", f"caller {i % 3}", "", "", "", ""] for i in range(24)]


def read(folder: Path, rows: list[list], columns=COLUMNS) -> list[Clip]:
    return read_clips(write_csv(folder / "calls.csv", rows, columns))


def test_a_list_that_is_right_is_read(rows, tmp_path):
    rows[1][3:] = ["0.5", "1.25", "1", "de"]
    clips = read(tmp_path, rows)
    assert clips[0] == Clip(2, tmp_path / "a.wav", "neutral", "calm", "caller 0")
    assert clips[1] == Clip(3, tmp_path / "a.wav", "negative", "anger", "caller 1", 0.5, 1.25, 1, "de")


@pytest.mark.parametrize(
    ("text", "label", "emotion"),
    [("Positive", "positive", ""), ("negative", "negative", ""), ("sad", "negative", "sadness"), ("happiness", "positive", "happiness")],
)
def test_labels_are_tones_or_emotions(text, label, emotion):
    assert meaning(text) == (label, emotion)


@pytest.mark.parametrize(
    ("column", "value", "code", "says"),
    [
        ("file", "b.wav", "audio-missing", "no file"),
        ("file", "", "audio-missing", "no file"),
        ("label", "surprised", "label-unknown", "negative, neutral, positive, anger"),
        ("label", "", "label-unknown", 'label is ""'),
        ("speaker", " ", "speaker-missing", "speaker is empty"),
        ("start", "soon", "bad-times", "seconds of the file"),
        ("start", "-1", "bad-times", "seconds of the file"),
        ("end", "nan", "bad-times", "seconds of the file"),
        ("end", "0", "bad-times", "not after start"),
        ("channel", "left", "bad-channel", "0 for the first"),
    ],
)
def test_a_row_that_is_wrong_is_named(rows, tmp_path, column, value, code, says):
    rows[5][COLUMNS.index(column)] = value
    with pytest.raises(FinetuneError, match=says) as caught:
        read(tmp_path, rows)
    assert caught.value.code == code and caught.value.rows == (7,)
    assert "row 7" in str(caught.value)


def test_all_rows_that_are_wrong_are_named_at_once(rows, tmp_path):
    for number, row in enumerate(rows[:12]):
        row[0] = f"gone-{number}.wav"
    rows[20][1] = rows[22][1] = "meh"
    with pytest.raises(FinetuneError) as caught:
        read(tmp_path, rows)
    assert caught.value.rows == (*range(2, 14), 22, 24)
    named = {
        int(number) for number in re.findall(r"\b\d+\b", re.sub(r"gone-\d+|rows? (?=\d)", "", str(caught.value).replace(str(tmp_path), "")))
    }
    assert named == {*range(2, 14), 22, 24}


def test_a_fault_that_many_rows_have_is_said_once(rows, tmp_path):
    for row in rows:
        row[1] = "surprise"
    with pytest.raises(FinetuneError, match=r"rows 2, 3, .*, 25: label is") as caught:
        read(tmp_path, rows)
    assert str(caught.value).count("surprise") == 1


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (lambda rows: [[*row[:1], "angry", *row[2:]] for row in rows], "one-label", r"rows \(2 to 25\) are negative"),
        (lambda rows: [[*row[:2], "Ann", *row[3:]] for row in rows], "one-speaker", 'are of "Ann"'),
        (
            lambda rows: [[*row[:2], "Caller  1" if i == 4 else row[2], *row[3:]] for i, row in enumerate(rows)],
            "speaker-twice",
            "capitals or",
        ),
        (lambda rows: rows[:19], "too-few-clips", "19 clips"),
        (lambda rows: [], "too-few-clips", "0 clips"),
    ],
)
def test_a_list_from_which_nothing_can_be_learned_is_refused(rows, tmp_path, change, code, says):
    with pytest.raises(FinetuneError, match=says) as caught:
        read(tmp_path, change(rows))
    assert caught.value.code == code


def test_columns_that_are_missing_are_named(rows, tmp_path):
    with pytest.raises(FinetuneError, match="no column label, speaker") as caught:
        read(tmp_path, rows, ("file", "tone", "who"))
    assert caught.value.code == "bad-columns" and caught.value.rows == (1,)
    (tmp_path / "semicolons.csv").write_text("file;label;speaker\na.wav;angry;Ann\n")
    with pytest.raises(FinetuneError, match="Commas separate columns"):
        read_clips(tmp_path / "semicolons.csv")
    (tmp_path / "old.csv").write_bytes("file,label,speaker\na.wav,angry,Zoë\n".encode("latin-1"))
    with pytest.raises(FinetuneError, match="UTF-8") as caught:
        read_clips(tmp_path / "old.csv")
    assert isinstance(caught.value.__cause__, UnicodeDecodeError)


def test_a_list_that_is_not_there_is_said_to_be_missing_on_the_command_line(tmp_path):
    with pytest.raises(SystemExit, match=r"clips-missing: .*none.csv cannot be read"):
        main(["--clips", str(tmp_path / "none.csv"), "--out", str(tmp_path / "mine")])


def test_audio_that_cannot_be_read_and_a_start_behind_the_end_are_named(rows, tmp_path):
    (tmp_path / "notes.wav").write_text("no audio")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), SAMPLE_RATE)
    problems = Problems()
    assert read_audio(Clip(4, tmp_path / "notes.wav", "neutral", "", "Ann"), problems) is None
    assert read_audio(Clip(6, tmp_path / "empty.wav", "neutral", "", "Ann"), problems) is None
    assert read_audio(Clip(9, tmp_path / "a.wav", "neutral", "", "Ann", 30.0), problems) is None
    with pytest.raises(FinetuneError, match=r"row 4: .*cannot be read[\s\S]*row 6: .*has no samples[\s\S]*row 9: start is 30 s") as caught:
        problems.check()
    assert caught.value.code == "audio-unreadable" and caught.value.rows == (4, 6, 9)
    assert isinstance(caught.value.__cause__, soundfile.SoundFileError)


def test_a_stereo_call_at_a_telephones_rate_is_heard_as_one_or_by_channel(tmp_path):
    soundfile.write(tmp_path / "stereo.wav", np.full((8_000, 2), (0.2, 0.4)), 8_000)
    problems = Problems()
    for channel, level in ((None, 0.3), (0, 0.2), (1, 0.4)):
        pcm = read_audio(Clip(2, tmp_path / "stereo.wav", "neutral", "", "Ann", channel=channel), problems)
        assert len(pcm) == SAMPLE_RATE and pcm[8_000] == pytest.approx(level, abs=1e-3)
    problems.check()
    assert read_audio(Clip(2, tmp_path / "stereo.wav", "neutral", "", "Ann", channel=2), problems) is None
    with pytest.raises(FinetuneError, match="row 2: channel is 2"):
        problems.check()


def test_what_is_no_model_with_a_voice_channel_is_refused(tmp_path):
    with pytest.raises(FinetuneError, match=r"none\.onnx is not there"):
        Base(tmp_path / "none.onnx")
    (tmp_path / "wrong.onnx").write_text("no graph")
    (tmp_path / "wrong.json").write_text("{}")
    with pytest.raises(FinetuneError, match="no model and its manifest") as caught:
        Base(tmp_path / "wrong.onnx")
    assert caught.value.code == "bad-base"


@pytest.mark.parametrize("name", ["my model", "..", "Büro", "undertone-en-research", "undertone-en-open.onnx"])
def test_a_name_that_the_sdk_would_refuse_is_refused(tmp_path, name):
    with pytest.raises(FinetuneError, match="bad-name"):
        model_file(tmp_path / name)


def test_a_folder_that_cannot_be_made_is_named_on_the_command_line(rows, tmp_path):
    clips = write_csv(tmp_path / "calls.csv", rows, COLUMNS)
    with pytest.raises(SystemExit, match=r"bad-name: .*a.wav, the folder of --out, cannot be made"):
        main(["--clips", str(clips), "--out", str(tmp_path / "a.wav" / "mine")])


def test_an_interval_of_two_speakers_is_wide_and_of_many_alike_is_narrow():
    speaker = np.repeat(np.arange(8), 5)
    right = np.random.default_rng(0).random(40) < 0.7
    many = jackknifed(lambda rows: right[rows].mean(), speaker)
    few = jackknifed(lambda rows: right[rows].mean(), speaker // 4)
    assert many.low < right.mean() < many.high and many.high - many.low < 0.5
    assert few.high - few.low >= many.high - many.low
    same = jackknifed(lambda rows: 0.5, speaker)
    assert (same.low, same.value, same.high) == (0.5, 0.5, 0.5)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="the example's voices are those of espeak-ng")
def test_the_example_makes_a_list_that_is_right(tmp_path, monkeypatch):
    monkeypatch.setattr(example, "VOICES", ("m1", "f2"))
    example.main(["--out", str(tmp_path / "calls")])
    clips = read_clips(tmp_path / "calls" / "calls.csv")
    assert len(clips) == 24 and {clip.label for clip in clips} == {"negative", "neutral", "positive"}
    problems = Problems()
    assert all(len(read_audio(clip, problems)) > SAMPLE_RATE for clip in clips)
