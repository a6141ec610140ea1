"""The network as one float ONNX graph: static shapes but for the batch, names of the SDK's contract."""

import logging
from pathlib import Path

import torch
from torch import nn

from network import WINDOW_SAMPLES
from network.adaptation import STATE
from network.adaptive import AdaptiveUndertone
from network.undertone import Undertone

OPSET = 20
"""The first with Gelu as one operator."""
INPUTS = {"pcm": WINDOW_SAMPLES, "state": STATE}
OUTPUTS = ["sentiment", "speech"]


def export_graph(network: Undertone, target: Path) -> None:
    _export(network, target, ["pcm"], OUTPUTS)


def export_adaptive_graph(network: AdaptiveUndertone, target: Path) -> None:
    """The same contract and the state of the stream: in as `state`, out as `next_state`; zeros for a new stream."""
    _export(network, target, ["pcm", "state"], [*OUTPUTS, "next_state"])


def _export(network: nn.Module, target: Path, inputs: list[str], outputs: list[str]) -> None:
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    batch = torch.export.Dim("batch")
    torch.onnx.export(
        network.eval(),
        tuple(torch.randn(2, INPUTS[name]).abs() / 10 for name in inputs),
        target,
        input_names=inputs,
        output_names=outputs,
        dynamic_shapes={name: {0: batch} for name in inputs},
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )
