"""Made-up calls: each speaker a pitch of their own, each tone a colour of the sound."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from undertone_model.contract import SAMPLE_RATE

SECONDS = 1.5
LOUDEST = {"negative": 9, "angry": 9, "neutral": 2, "positive": 5, "happy": 5}
"""By label, the harmonic about which the sound is loudest."""


def write_calls(
    folder: Path, speakers: int, each: int = 6, labels: Sequence[str] = ("negative", "neutral", "positive"), lie: bool = False
) -> Path:
    """`each` clips of each speaker, and the CSV of them. `lie`: labels that have nothing to do with the sound."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    rows = []
    for speaker in range(speakers):
        for number in range(each):
            label = labels[number % len(labels)]
            name = f"{speaker}-{number}.wav"
            soundfile.write(folder / name, voice(120 + 17 * speaker, LOUDEST[label], rng), SAMPLE_RATE)
            rows.append([name, labels[rng.integers(len(labels))] if lie else label, f"caller {speaker}"])
    return write_csv(folder / "calls.csv", rows)


def write_csv(file: Path, rows: Sequence[Sequence[object]], columns: Sequence[str] = ("file", "label", "speaker")) -> Path:
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])
    return file


def voice(hertz: float, loudest: int, rng: np.random.Generator, seconds: float = SECONDS) -> np.ndarray:
    """Harmonics of a pitch that wavers, in syllables."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 0.05 * np.sin(2 * np.pi * rng.uniform(2, 4) * time))) / SAMPLE_RATE
    strengths = [np.exp(-(((harmonic - loudest) / 2) ** 2)) for harmonic in range(1, 15)]
    sound = sum(strength * np.sin(harmonic * phase) for harmonic, strength in enumerate(strengths, 1))
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * time + rng.uniform(0, 6))
    return 0.1 * (sound * syllables + 0.02 * rng.standard_normal(len(time)))
