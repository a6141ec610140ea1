"""The samples of a clip."""

import numpy as np
import soundfile
import soxr

from undertone_model.contract import SAMPLE_RATE
from undertone_model.finetune.errors import Problems
from undertone_model.finetune.table import Clip


def read_audio(clip: Clip, problems: Problems) -> np.ndarray | None:
    """float32 [samples] in [-1, 1], 16 kHz mono; None of what cannot be read, which `problems` then knows."""
    try:
        with soundfile.SoundFile(clip.file) as file:
            if file.frames == 0:
                problems.add(clip.row, "audio-unreadable", f"{clip.file} has no samples. Leave the row out")
                return None
            first = round((clip.start or 0) * file.samplerate)
            last = file.frames if clip.end is None else min(file.frames, round(clip.end * file.samplerate))
            if first >= last:
                seconds = file.frames / file.samplerate
                problems.add(clip.row, "bad-times", f"start is {clip.start or 0:g} s, and {clip.file} has {seconds:.1f} s")
                return None
            if clip.channel is not None and clip.channel >= file.channels:
                what = f"channel is {clip.channel}, and {clip.file} has {file.channels}: the first is 0"
                problems.add(clip.row, "bad-channel", what)
                return None
            file.seek(first)
            pcm, rate = file.read(last - first, dtype="float32", always_2d=True), file.samplerate
    except (soundfile.SoundFileError, OSError) as error:
        problems.add(clip.row, "audio-unreadable", f"{clip.file} cannot be read ({error}). WAV, FLAC, MP3 and Ogg can", error)
        return None
    return soxr.resample(pcm.mean(axis=1) if clip.channel is None else pcm[:, clip.channel], rate, SAMPLE_RATE)
