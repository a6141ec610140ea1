"""Quantize a float graph: int8 weights and dynamic int8 activations, but for the front end, where weights alone are int8."""

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

# The front end's products read samples and features of a range so wide that one scale for all of them drowns quiet speech:
# with int8 activations there, a third of the answers changed; without, one in a hundred.
FRONT_END_PRODUCTS = 3


def quantize(source: Path, target: Path) -> None:
    folded = source.with_suffix(".folded.onnx")
    quant_pre_process(source, folded, skip_symbolic_shape=True)
    front_end = [node.name for node in _constant_products(onnx.load(folded))[:FRONT_END_PRODUCTS]]
    quantize_dynamic(
        folded,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=front_end,
        per_channel=True,
        # Signed weights saturate in the AVX2 kernels (16-bit sums), which would make answers differ between machines.
        weight_type=QuantType.QUInt8,
    )
    model = onnx.load(target)
    for node in _constant_products(model):
        if node.name in front_end:
            _store_in_int8(model, node)
    onnx.save(model, target)


def _constant_products(model: ModelProto) -> list[NodeProto]:
    """Products with constant weights, in the order of the graph."""
    constants = {tensor.name for tensor in model.graph.initializer}
    return [node for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in constants]


def _store_in_int8(model: ModelProto, product: NodeProto) -> None:
    """The weights in 8 bits with a scale for each output channel, made float again when the graph runs."""
    name = product.input[1]
    stored = next(tensor for tensor in model.graph.initializer if tensor.name == name)
    weights = numpy_helper.to_array(stored)
    scale = (np.abs(weights).max(0) / 127).astype(np.float32)
    rounded = np.round(weights / scale).astype(np.int8)
    model.graph.initializer.remove(stored)
    model.graph.initializer.extend(
        [numpy_helper.from_array(rounded, f"{name}_int8"), numpy_helper.from_array(scale, f"{name}_scale")]
    )
    restore = helper.make_node("DequantizeLinear", [f"{name}_int8", f"{name}_scale"], [name], f"{name}_restored", axis=1)
    model.graph.node.insert(list(model.graph.node).index(product), restore)
