"""Microphone, codec and line."""

from functools import cache

import av
import numpy as np
import soxr
from scipy import signal

from undertone_model.contract import SAMPLE_RATE

# What Opus, a telephone line and the mu-law are is a definition, and no run changes it; how often they come and how much of them is
# in the configuration.
_OPUS_RATE = 48_000
_OPUS_PACKET = 320


def rms(pcm: np.ndarray) -> float:
    """Root mean square over the samples that are not digital silence."""
    sounding = pcm[pcm != 0]
    return float(np.sqrt(np.mean(np.square(sounding)))) if len(sounding) else 0.0


def level(pcm: np.ndarray, dbfs: float) -> np.ndarray:
    """Scaled to an RMS level in dB of full scale. Silence stays as it is; peaks may leave [-1, 1]."""
    current = rms(pcm)
    return pcm * np.float32(10 ** (dbfs / 20) / current) if current > 0 else pcm


def clipped(pcm: np.ndarray, ceiling: float) -> np.ndarray:
    """Hard clipping at `ceiling`, in (0, 1], of the peak."""
    peak = np.abs(pcm).max(initial=0) * ceiling
    return np.clip(pcm, -peak, peak)


@cache
def _band(low: float | None, high: float) -> np.ndarray:
    if low is None:
        return signal.butter(8, high, "lowpass", fs=SAMPLE_RATE, output="sos")
    return signal.butter(4, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos")


def low_pass(pcm: np.ndarray, hertz: float) -> np.ndarray:
    return signal.sosfilt(_band(None, hertz), pcm).astype(np.float32)


def telephone(pcm: np.ndarray) -> np.ndarray:
    """Narrow-band line: 300 to 3400 Hz, carried at 8 kHz, companded to 8 bits by the mu-law."""
    narrow = soxr.resample(signal.sosfilt(_band(300.0, 3400.0), pcm).astype(np.float32), SAMPLE_RATE, SAMPLE_RATE // 2)
    compressed = np.sign(narrow) * np.log1p(255 * np.minimum(np.abs(narrow), 1)) / np.log(256)
    compressed = np.round(compressed * 127) / 127
    expanded = np.sign(compressed) * np.expm1(np.abs(compressed) * np.log(256)) / 255
    return _fit(soxr.resample(expanded, SAMPLE_RATE // 2, SAMPLE_RATE), len(pcm))


def opus(pcm: np.ndarray, kbps: float) -> np.ndarray:
    """Through the Opus codec in its voice mode at `kbps` kbit/s (6 to 64), packets of 20 ms, delayed by its 6.5
    ms."""
    encoder, decoder = av.CodecContext.create("libopus", "w"), av.CodecContext.create("libopus", "r")
    encoder.sample_rate, decoder.sample_rate = SAMPLE_RATE, _OPUS_RATE
    encoder.layout = decoder.layout = "mono"
    encoder.format, encoder.bit_rate = "flt", int(kbps * 1000)
    # The lowest complexities encode several times faster than the default and sound the same at 16 kHz.
    encoder.options = {"application": "voip", "compression_level": "1"}
    packets = [packet for start in range(0, len(pcm), _OPUS_PACKET) for packet in encoder.encode(_frame(pcm[start : start + _OPUS_PACKET]))]
    packets += encoder.encode(None)
    decoded = [frame.to_ndarray()[0] for packet in packets for frame in decoder.decode(packet)]
    return _fit(soxr.resample(np.concatenate(decoded).astype(np.float32) / 32768, _OPUS_RATE, SAMPLE_RATE), len(pcm))


def _frame(pcm: np.ndarray) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.clip(pcm, -1, 1, dtype=np.float32)[None], format="flt", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return frame


def speed(pcm: np.ndarray, factor: float) -> np.ndarray:
    """Played faster (factor above 1) or slower, pitch moving along; the length changes."""
    return soxr.resample(pcm, SAMPLE_RATE * factor, SAMPLE_RATE).astype(np.float32) if factor != 1 else pcm


def _fit(pcm: np.ndarray, length: int) -> np.ndarray:
    return np.pad(pcm[:length], (0, max(0, length - len(pcm)))).astype(np.float32)
