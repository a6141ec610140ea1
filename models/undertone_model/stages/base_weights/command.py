"""Fetch the base weights, convert them and check them against the original.

python -m undertone_model base-weights --work DIR
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
import torch
from torch import Tensor

from undertone_model.network.moonshine import build
from undertone_model.stages.base_weights import wheel
from undertone_model.stages.base_weights.load import STATE, load_recogniser
from undertone_model.stages.base_weights.tokenizer import load_tokenizer
from undertone_model.stages.base_weights.weights import read_state, to_onnx
from undertone_model.workspace import base_folder, stage_parser


def main(arguments: Sequence[str] | None = None) -> None:
    folder = base_folder(stage_parser(__doc__, needs=("work",)).parse_args(arguments).work)
    wheel.fetch(folder)
    encoder_onnx, decoder_onnx = (to_onnx(folder / f"{part}.ort") for part in ("encoder", "decoder"))
    state = {"encoder": read_state(encoder_onnx), "decoder": read_state(decoder_onnx)}
    torch.save(state, folder / STATE)
    pcm, _ = soundfile.read(folder / "beckett.wav", dtype="float32")
    pcm = torch.from_numpy(pcm).unsqueeze(0)
    print(f"encoder against the original: correlation {_correlation(state, encoder_onnx, pcm):.5f}")
    tokens = load_recogniser(folder).greedy(pcm, most=80)[0]
    print(f"transcript: {load_tokenizer(folder / 'tokenizer.bin').decode(tokens)}")


def _correlation(state: dict[str, dict[str, Tensor]], encoder_onnx: Path, pcm: Tensor) -> float:
    front_end, encoder = build(state["encoder"])
    with torch.no_grad():
        ours = encoder(*front_end(pcm))[-1].numpy()
    session = onnxruntime.InferenceSession(str(encoder_onnx), providers=["CPUExecutionProvider"])
    everywhere = np.ones(pcm.shape, dtype=np.int64)
    theirs = session.run(None, {"input_values": pcm.numpy(), "attention_mask": everywhere})[0]
    return float(np.corrcoef(ours.ravel(), theirs.ravel())[0, 1])
