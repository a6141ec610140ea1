"""Cut the short clips of the SDK's tests: 16 kHz mono WAV of at most one window, all of data that may be shipped.

python -m undertone_model test-clips --work DIR
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soundfile

from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.store import load_table, read_clip
from undertone_model.stages.synthesis.voices import voices
from undertone_model.workspace import MODELS

FOLDER = MODELS.parent / "test" / "clips"
LEVEL = 0.5


@dataclass(frozen=True)
class Clip:
    """`content`: a sentence for the test voice, or the name of a clip of the test split. `label`: what a listener would say, None for no speech."""

    name: str
    content: str
    label: str | None


SPOKEN = (
    Clip("spoken-positive-news", "Thank you so much, that is wonderful news, I really love it.", "positive"),
    Clip("spoken-positive-service", "This is great, I am so happy with the service.", "positive"),
    Clip("spoken-negative-refund", "This is terrible, I hate this awful service and I want my money back.", "negative"),
    Clip("spoken-negative-day", "I am so disappointed and upset, this is the worst day ever.", "negative"),
    Clip("spoken-neutral-meeting", "The meeting is on Tuesday at three in the second room.", "neutral"),
)
RECORDED = (
    Clip("voice-positive-honeymoon", "commonvoice_dev-03723", "positive"),
    Clip("voice-negative-push", "commonvoice_dev-02056", "negative"),
    Clip("voice-neutral-mountains", "commonvoice_dev-03894", "neutral"),
    Clip("noise-wind", "noise_blanket-00011", None),
    Clip("music-guitar", "nonspeech_sonicpi-00019", None),
)


def main(arguments: Sequence[str] | None = None) -> None:
    options = config_parser(__doc__, needs=("work",)).parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    speak = voices(configuration(options).synthesis)["joe"]
    for clip in SPOKEN:
        _write(clip, speak(clip.content, np.random.default_rng(0)))
    rows = {row.clip: row for row in load_table(options.work).itertuples()}
    for clip in RECORDED:
        _write(clip, read_clip(rows[clip.content]))


def _write(clip: Clip, pcm: np.ndarray) -> None:
    pcm = pcm[:WINDOW_SAMPLES]
    soundfile.write(FOLDER / f"{clip.name}.wav", LEVEL * pcm / np.abs(pcm).max(), SAMPLE_RATE, "PCM_16")
