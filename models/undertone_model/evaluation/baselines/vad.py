"""Other voice activity detectors, made to answer for a whole window."""

from functools import cache

import numpy as np
import torch
import webrtcvad
from silero_vad import load_silero_vad

from undertone_model.contract import SAMPLE_RATE

_SILERO_FRAME = 512
_WEBRTC_FRAME = 480


@cache
def _silero():
    return load_silero_vad(onnx=False)


def silero(window: np.ndarray) -> dict[str, float]:
    """silero-vad's probabilities of 32 ms frames, summarised: their maximum, their mean and the mean of the upper
    quarter."""
    model = _silero()
    model.reset_states()
    with torch.inference_mode():
        frames = torch.from_numpy(window[: len(window) // _SILERO_FRAME * _SILERO_FRAME]).reshape(-1, _SILERO_FRAME)
        probabilities = np.sort([model(frame, SAMPLE_RATE).item() for frame in frames])
    return {
        "max": probabilities[-1],
        "mean": probabilities.mean(),
        "top quarter": probabilities[len(probabilities) * 3 // 4 :].mean(),
    }


def webrtc(window: np.ndarray) -> dict[str, float]:
    """The share of 30 ms frames that webrtcvad calls voiced, in each of its modes."""
    samples = (np.clip(window, -1, 1) * 32767).astype("<i2")
    frames = [samples[i : i + _WEBRTC_FRAME].tobytes() for i in range(0, len(samples) - _WEBRTC_FRAME + 1, _WEBRTC_FRAME)]
    shares = {}
    for mode in range(4):
        detector = webrtcvad.Vad(mode)
        shares[f"mode {mode}"] = float(np.mean([detector.is_speech(frame, SAMPLE_RATE) for frame in frames]))
    return shares
