"""The network as one float ONNX graph: static shapes but for the batch, names of the SDK's contract."""

import logging
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.undertone import Undertone
from undertone_model.network.voice_channel import STATE

OPSET = 20
"""The first with Gelu as one operator."""
TURNED = ".T"


def export_graph(network: Undertone, target: Path) -> None:
    """`pcm` and `state` (zeros for a new stream) in; `sentiment`, `speech` and `next_state` out."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    batch = torch.export.Dim("batch")
    torch.onnx.export(
        network.eval(),
        (torch.randn(2, WINDOW_SAMPLES) / 10, torch.ones(2, STATE)),
        target,
        input_names=["pcm", "state"],
        output_names=["sentiment", "speech", "next_state"],
        dynamic_shapes={"pcm": {0: batch}, "state": {0: batch}},
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )
    model = onnx.load(target)
    _name_weights(model, network)
    onnx.save(model, target)


def _name_weights(model: onnx.ModelProto, network: Undertone) -> None:
    """Each weight is called in the graph what it is called in the network, with TURNED behind it where it is stored the other way round:
    the exporter numbers the factors of products, and `unpack` needs to find them."""
    names = {}
    for name, weight in network.named_parameters():
        value = weight.detach().numpy()
        names |= {_content(value.T): name + TURNED, _content(value): name}
    renamed = {tensor.name: names.get(_content(numpy_helper.to_array(tensor)), tensor.name) for tensor in model.graph.initializer}
    for tensor in model.graph.initializer:
        tensor.name = renamed[tensor.name]
    for node in model.graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]


def _content(value: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    return value.shape, value.tobytes()
