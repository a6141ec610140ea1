"""A made-up data folder, laid out as the real one: a few short clips of every corpus and a few sentences."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import soundfile

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.corpora import CORPORA, Corpus
from undertone_model.data.emotions import polarity

EMOTIONS = ("angry", "happy", "neutral")
GOEMOTIONS = ("anger", "joy", "neutral")
SENTENCES = {"angry": "I hate {}, it is terrible.", "happy": "I love {}, it is wonderful.", "neutral": "They moved {} on Tuesday."}
THINGS = {
    "train": ("this house", "that car", "the music", "my phone", "our garden", "your book", "the kitchen", "this chair"),
    "dev": ("this bridge", "that shop", "the station", "my coat"),
    "test": ("this river", "that train", "the office", "my bicycle"),
}
SPEAKERS = 3
CLIPS = 1 + SPEAKERS
"""The first one is by nobody known; of a corpus that is split every split has one."""
MORE = {"emodb": 1 + 6 * SPEAKERS, "nemo": 1 + 6 * SPEAKERS}
"""Adaptation asks for six clips of a speaker, of a corpus that it trains on and of one that it does not."""
Sound = Callable[[Corpus, int], np.ndarray]
"""The samples of a corpus's clip, 16 kHz mono."""


def write_data(data: Path, pcm: np.ndarray) -> None:
    """A whole data folder whose voices are cuts of the speech `pcm`."""
    write_audio(data, lambda corpus, number: _cut_or_noise(pcm, corpus, number))
    (data / "text").mkdir()
    (data / "text" / "go_labels.txt").write_text("\n".join(GOEMOTIONS))
    for split in THINGS:
        _write_sentences(data / "text", split)


def write_audio(data: Path, sound: Sound) -> None:
    audio = data / "audio"
    audio.mkdir()
    for corpus in CORPORA:
        _write_corpus(audio, corpus, sound)
    licences = [{"corpus": corpus.name, "licence": "CC0-1.0", "source": "made up"} for corpus in CORPORA]
    pd.DataFrame(licences).to_csv(audio / "LICENCES.csv", index=False)


def _write_corpus(audio: Path, corpus: Corpus, sound: Sound) -> None:
    rows = [_facts(corpus, i) for i in range(MORE.get(corpus.name, CLIPS))]
    with tarfile.open(audio / f"{corpus.name}.tar", "w") as tar:
        for i, row in enumerate(rows):
            encoded = io.BytesIO()
            soundfile.write(encoded, sound(corpus, i), SAMPLE_RATE, format="FLAC")
            info = tarfile.TarInfo(f"{corpus.name}/{row['file']}")
            info.size = len(encoded.getvalue())
            encoded.seek(0)
            tar.addfile(info, encoded)
    pd.DataFrame(rows).to_csv(audio / f"{corpus.name}.csv", index=False)


def _facts(corpus: Corpus, number: int) -> dict[str, str]:
    """The emotions take turns, for each speaker too."""
    emotion = EMOTIONS[(number + number // SPEAKERS) % len(EMOTIONS)]
    return {
        "file": f"{corpus.name}-{number}.flac",
        "speaker": f"speaker_{number % SPEAKERS}" if number else "",
        "gender": "male" if number else "",
        "label_raw": emotion,
        "text_sentiment": "1" if number % 2 else "-1",
        "transcript": "" if corpus.name == "librispeech_part" else SENTENCES[emotion].format("it all"),
        "esc_id": f"1-{number}-A",
        "place": "webservice",
        "language": "de" if number == 0 else "en",
        "asr_wer": "" if number == 0 else "1" if number == 2 else "0.08",
        "subset": "test-other" if number % SPEAKERS == 1 else "train-clean-100",
    }


def _cut_or_noise(pcm: np.ndarray, corpus: Corpus, number: int) -> np.ndarray:
    """Six seconds of what is no acted sentence, more than a window; a room is noise that dies away."""
    rng = np.random.default_rng(number)
    samples = (3 if corpus.emotional else 6) * SAMPLE_RATE
    if corpus.kind == "speech":
        start = rng.integers(len(pcm) - samples)
        return pcm[start : start + samples]
    noise = 0.1 * rng.standard_normal(samples)
    return noise * np.exp(-np.arange(samples) / 1000) if corpus.kind == "rir" else noise


def _write_sentences(text: Path, split: str) -> None:
    """GoEmotions, and MELD with nearly the same sentences."""
    sentences = [(SENTENCES[emotion].format(thing), emotion) for thing in THINGS[split] for emotion in EMOTIONS]
    lines = [f"{sentence}\t{EMOTIONS.index(emotion)}\t{split}{i}\n" for i, (sentence, emotion) in enumerate(sentences)]
    (text / f"go_{split}.tsv").write_text("".join(lines))
    meld = [
        {"Dialogue_ID": i // 3, "Utterance_ID": i % 3, "Utterance": f"Hey, {sentence}", "Sentiment": polarity(emotion)}
        for i, (sentence, emotion) in enumerate(sentences)
    ]
    pd.DataFrame(meld).to_csv(text / f"meld_{split}.csv", index=False)
