"""Rooms, real and simulated, and the noise in them."""

import numpy as np
import pyroomacoustics
from scipy import signal

from undertone_model.config.data import Augmentation
from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.augmentation.channel import rms


def simulated_response(rng: np.random.Generator, settings: Augmentation) -> np.ndarray:
    """Impulse response of a random shoebox room, by the image-source method."""
    size = rng.uniform(*settings.room_metres)
    # Small rooms cannot ring for long, nor large ones stay dry.
    wanted = rng.uniform(*settings.reverberation_seconds)
    try:
        absorption, order = pyroomacoustics.inverse_sabine(wanted, size)
    except ValueError:
        absorption, order = settings.room_else
    room = pyroomacoustics.ShoeBox(
        size, fs=SAMPLE_RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, settings.room_reflections)
    )
    wall = settings.room_wall_metres
    room.add_source(rng.uniform(wall, size - wall))
    room.add_microphone(rng.uniform(wall, size - wall))
    room.compute_rir()
    return room.rir[0][0].astype(np.float32)


def reverberate(pcm: np.ndarray, response: np.ndarray) -> np.ndarray:
    """Convolved with a room's response, its direct sound kept in place and its level kept; same length as `pcm`."""
    direct = int(np.abs(response).argmax())
    wet = signal.oaconvolve(pcm, response)[direct : direct + len(pcm)].astype(np.float32)
    loudness = rms(wet)
    return wet * np.float32(rms(pcm) / loudness) if loudness > 0 else pcm


def add_noise(pcm: np.ndarray, noise: np.ndarray, snr_db: float, rng: np.random.Generator) -> np.ndarray:
    """A random part of `noise` (repeated if short) under `pcm` at a signal-to-noise ratio of `snr_db`, measured
    where each sounds."""
    excerpt = noise_excerpt(noise, len(pcm), rng)
    loudness = rms(excerpt)
    if loudness == 0:
        return pcm
    return pcm + excerpt * np.float32(rms(pcm) / loudness * 10 ** (-snr_db / 20))


def noise_excerpt(noise: np.ndarray, length: int, rng: np.random.Generator) -> np.ndarray:
    """A random part of `noise`, repeated if it is shorter than `length`."""
    start = rng.integers(0, max(1, len(noise) - length + 1))
    return np.resize(noise[start : start + length], length)


def hiss(length: int, rng: np.random.Generator) -> np.ndarray:
    """Noise of a random colour, at unit RMS: amplitudes fall with the frequency to the power 0, which is white, to 1, which is brown."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum *= np.maximum(np.arange(len(spectrum)), 1.0) ** -rng.uniform(0, 1)
    pcm = np.fft.irfft(spectrum, length).astype(np.float32)
    return pcm / rms(pcm)
