"""What a window costs, against writing its transcript with the same encoder."""

import time
from pathlib import Path

import numpy as np
import onnxruntime

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.evaluation.model import session
from undertone_model.stages.export.states import new_states

_START, _END = 1, 2
_REPEATS = 15
_HEADS, _HEAD_WIDTH = 8, 36


def cost_figures(model: Path, base: Path, pcm: np.ndarray) -> dict:
    """Median seconds for one window of speech `[80000]` on one thread, both ways in turn, and their ratio. The
    transcript is written by the base model's own quantized encoder and decoder from `base`."""
    ours, encoder, decoder = session(model), session(base / "encoder.ort"), session(base / "decoder.ort")
    window = pcm[None, :WINDOW_SAMPLES]
    state = new_states(ours, 1)
    everywhere = np.ones(window.shape, np.int64)
    classify, transcribe, tokens = [], [], 0
    for _ in range(_REPEATS):
        start = time.perf_counter()
        ours.run(None, {"pcm": window, "state": state})
        middle = time.perf_counter()
        frames = encoder.run(None, {"input_values": window, "attention_mask": everywhere})[0]
        tokens = _greedy(decoder, frames, everywhere)
        classify.append(middle - start)
        transcribe.append(time.perf_counter() - middle)
    classifying, transcribing = float(np.median(classify)), float(np.median(transcribe))
    return {
        "classify_s": classifying,
        "transcribe_s": transcribing,
        "tokens": tokens,
        "ratio": transcribing / classifying,
        "repeats": _REPEATS,
    }


def _greedy(decoder: onnxruntime.InferenceSession, frames: np.ndarray, mask: np.ndarray) -> int:
    """How many tokens are written until the end; `mask` is that of the samples."""
    names = [value.name for value in decoder.get_outputs()]
    cache = {
        value.name: np.zeros((1, _HEADS, 0, _HEAD_WIDTH), np.float32)
        for value in decoder.get_inputs()
        if value.name.startswith("past_key_values")
    }
    token, count = _START, 0
    while token != _END and count < 40:
        encoded = {"encoder_hidden_states": frames, "encoder_attention_mask": mask}
        feeds = {"input_ids": np.array([[token]]), "use_cache_branch": np.array([count > 0]), **encoded, **cache}
        outputs = dict(zip(names, decoder.run(None, feeds)))
        token, count = int(outputs["logits"][0, -1].argmax()), count + 1
        for name in cache:
            fresh = outputs[name.replace("past_key_values", "present")]
            # The keys of the encoder's frames are computed in the first step only.
            if ".decoder." in name or count == 1:
                cache[name] = fresh
    return count
