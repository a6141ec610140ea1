"""The network as one float ONNX graph: static shapes but for the batch, names of the SDK's contract."""

import logging
from pathlib import Path

import torch

from network import WINDOW_SAMPLES
from network.undertone import Undertone

OPSET = 20
"""The first with Gelu as one operator."""


def export_graph(network: Undertone, target: Path) -> None:
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    torch.onnx.export(
        network.eval(),
        (torch.randn(2, WINDOW_SAMPLES) / 10,),
        target,
        input_names=["pcm"],
        output_names=["sentiment", "speech"],
        dynamic_shapes={"pcm": {0: torch.export.Dim("batch")}},
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )
