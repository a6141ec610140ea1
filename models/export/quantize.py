"""Quantize a float graph: int8 weights and dynamic int8 activations for every product with a constant, but the first."""

from pathlib import Path

import onnx
from onnx import ModelProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process


def quantize(source: Path, target: Path) -> None:
    folded = source.with_suffix(".folded.onnx")
    quant_pre_process(source, folded, skip_symbolic_shape=True)
    quantize_dynamic(
        folded,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[_first_product(onnx.load(folded))],
        per_channel=True,
        # Signed weights saturate in the AVX2 kernels (16-bit sums), which would make answers differ between machines.
        weight_type=QuantType.QUInt8,
    )


def _first_product(model: ModelProto) -> str:
    """The front end's first convolution reads samples: in 8 bits, quiet speech would drown in rounding."""
    constants = {tensor.name for tensor in model.graph.initializer}
    return next(node.name for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in constants)
