"""Decoding a corpus's tar to 16 kHz mono."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr

from undertone_model.contract import SAMPLE_RATE


def decode(encoded: bytes) -> np.ndarray:
    """Any file that libsndfile reads to float32 `[samples]` in [-1, 1], 16 kHz mono."""
    pcm, rate = soundfile.read(io.BytesIO(encoded), dtype="float32", always_2d=True)
    return soxr.resample(pcm.mean(axis=1), rate, SAMPLE_RATE)


def decoded_clips(tar: Path) -> Iterator[tuple[str, np.ndarray]]:
    """File name and samples of each member of the tar, in its order."""
    with tarfile.open(tar) as archive:
        for member in archive:
            if member.isfile():
                yield Path(member.name).name, decode(archive.extractfile(member).read())
