"""Read the weights of an ONNX Runtime flatbuffer (`.ort`) as a torch state dict with the names of transformers' Moonshine."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import GraphProto, NodeProto, numpy_helper

QUANTIZED_MATMULS = {"DynamicQuantizeMatMul": (1, 2, 3), "MatMulIntegerToFloat": (1, 3, 5)}
"""Operator -> positions of the weight, its scale and its zero point among the inputs."""


def to_onnx(ort_file: Path) -> Path:
    """Convert FILE.ort to FILE.onnx beside it, with no optimisation, so that the nodes keep the names of their layers."""
    onnx_file = ort_file.with_suffix(".onnx")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.save_model_format", "ONNX")
    options.optimized_model_filepath = str(onnx_file)
    onnxruntime.InferenceSession(str(ort_file), options, providers=["CPUExecutionProvider"])
    return onnx_file


def read_state(onnx_file: Path) -> dict[str, torch.Tensor]:
    """Float32 state dict; Linear weights are [out, in], names start at the module that was exported."""
    graphs = list(_graphs(onnx.load(onnx_file).graph))
    constants = {tensor.name: numpy_helper.to_array(tensor) for graph in graphs for tensor in graph.initializer}
    state = {_clean(name): value for name, value in constants.items() if re.search(r"(weight|bias)(_merged_\d)?$", name)}
    for node in (node for graph in graphs for node in graph.node):
        state |= _named_by_node(node, constants)
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in state.items()}


def _graphs(graph: GraphProto) -> Iterator[GraphProto]:
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _graphs(attribute.g)


def _named_by_node(node: NodeProto, constants: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Weights whose constant has a generated name, but whose node is called after the layer."""
    if node.op_type in QUANTIZED_MATMULS:
        weight = _dequantize(*(constants[node.input[i]] for i in QUANTIZED_MATMULS[node.op_type]))
        return {_layer(node.name) + ".weight": weight.T}
    if node.op_type == "Gather" and f"{node.input[0].removesuffix('_quantized')}_scale" in constants:
        table = node.input[0].removesuffix("_quantized")
        return {_clean(table): _dequantize(*(constants[f"{table}_{part}"] for part in ("quantized", "scale", "zero_point")))}
    if node.name == "/groupnorm/Mul":
        return {"groupnorm.weight": _constant_input(node, constants).reshape(-1)}
    if node.name == "/groupnorm/Add":
        return {"groupnorm.bias": _constant_input(node, constants).reshape(-1)}
    return {}


def _dequantize(weight: np.ndarray, scale: np.ndarray, zero_point: np.ndarray) -> np.ndarray:
    return (weight.astype(np.float32) - zero_point.astype(np.float32)) * scale


def _constant_input(node: NodeProto, constants: dict[str, np.ndarray]) -> np.ndarray:
    return next(constants[name] for name in node.input if name in constants)


def _layer(node_name: str) -> str:
    return node_name.strip("/").rsplit("/", 1)[0].replace("/", ".")


def _clean(name: str) -> str:
    return re.sub(r"_merged_\d$", "", name)
