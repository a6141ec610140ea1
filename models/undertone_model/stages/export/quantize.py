"""Quantize a float graph: every constant factor of a product is stored in 8 bits, or in 4 where its weights were rounded to them before
anything was trained on what they give (see `interpolate`), and all arithmetic stays in float.

The runtime unfolds the weights once, when it loads the graph. Activations in 8 bits (dynamic quantization) were 1.2 times as
fast on WASM, but they drowned quiet speech in the front end, and their rounding made answers differ between machines.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization.shape_inference import quant_pre_process

from undertone_model.network.rounding import joined, recognised, split

GROUP = 96
"""Input channels that share a scale in 8 bits, where their number divides by it: all but the first product's 127."""
FEWEST_INPUTS = GROUP
"""Of a factor that is stored in 8 bits: a smaller one has few bytes to save."""
LARGEST_IN_8_BITS = 127
LOW_HALF, HALF_BITS, OFFSET = 0x0F, 4, 8


def quantize(source: Path, target: Path) -> None:
    folded = source.with_suffix(".folded.onnx")
    quant_pre_process(source, folded, skip_symbolic_shape=True)
    model = onnx.load(folded)
    for product in _constant_products(model):
        _store(model, product)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def unfolded(model: ModelProto) -> dict[str, np.ndarray]:
    """The constants of a quantized graph by name, those that it stores in few bits as the runtime unfolds them."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for name in [name.removesuffix("_scale") for name in constants if name.endswith("_scale")]:
        levels = constants[f"{name}_levels"] if f"{name}_levels" in constants else _unpack(constants[f"{name}_packed"])
        constants[name] = joined(levels, constants[f"{name}_scale"])
    return constants


def _constant_products(model: ModelProto) -> list[NodeProto]:
    """The first product of each constant; others may share it."""
    constants = {tensor.name for tensor in model.graph.initializer if tensor.dims and tensor.dims[0] >= FEWEST_INPUTS}
    first: dict[str, NodeProto] = {}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            first.setdefault(node.input[1], node)
    return list(first.values())


def _store(model: ModelProto, product: NodeProto) -> None:
    """Weights [inputs, outputs] as whole numbers with a float16 scale for each group of inputs and each output, and the nodes that unfold them.

    Cast and Mul, not DequantizeLinear: runtimes keep that one for kernels of their own and would unfold at each run."""
    name = product.input[1]
    stored = next(tensor for tensor in model.graph.initializer if tensor.name == name)
    weights = numpy_helper.to_array(stored)
    in_4_bits = recognised(weights)
    constants, unfold = _in_4_bits(name, *in_4_bits) if in_4_bits else _in_8_bits(name, weights)
    constants |= {"shape": np.array(weights.shape)}
    unfold += [
        helper.make_node("Cast", [f"{name}_levels"], [f"{name}_cast"], f"{name}_to_float", to=TensorProto.FLOAT),
        helper.make_node("Cast", [f"{name}_scale"], [f"{name}_factor"], f"{name}_scale_to_float", to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_cast", f"{name}_factor"], [f"{name}_groups"], f"{name}_scaled"),
        helper.make_node("Reshape", [f"{name}_groups", f"{name}_shape"], [name], f"{name}_restored"),
    ]
    model.graph.initializer.remove(stored)
    model.graph.initializer.extend(numpy_helper.from_array(value, f"{name}_{part}") for part, value in constants.items())
    place = list(model.graph.node).index(product)
    for node in reversed(unfold):
        model.graph.node.insert(place, node)


def _in_8_bits(name: str, weights: np.ndarray) -> tuple[dict[str, np.ndarray], list[NodeProto]]:
    """Constants by the end of their name; none of the nodes gives `name`_levels, a constant is it."""
    levels, scale = split(weights, GROUP if len(weights) % GROUP == 0 else len(weights), LARGEST_IN_8_BITS)
    return {"levels": levels, "scale": scale}, []


def _in_4_bits(name: str, levels: np.ndarray, scale: np.ndarray) -> tuple[dict[str, np.ndarray], list[NodeProto]]:
    """Two levels in each byte, OFFSET added to both: the first half of a block's inputs in the low bits, the second in the high ones."""
    low, high = np.split((levels + OFFSET).astype(np.uint8), 2, axis=1)
    constants = {
        "packed": low | high << HALF_BITS,
        "scale": scale,
        "low_half": np.array(LOW_HALF, np.uint8),
        "half_bits": np.array(HALF_BITS, np.uint8),
        "zero": np.array(OFFSET, np.int8),
    }
    unfold = [
        helper.make_node("BitwiseAnd", [f"{name}_packed", f"{name}_low_half"], [f"{name}_low"], f"{name}_to_low"),
        helper.make_node("BitShift", [f"{name}_packed", f"{name}_half_bits"], [f"{name}_high"], f"{name}_to_high", direction="RIGHT"),
        helper.make_node("Concat", [f"{name}_low", f"{name}_high"], [f"{name}_halves"], f"{name}_both", axis=1),
        helper.make_node("Cast", [f"{name}_halves"], [f"{name}_shifted"], f"{name}_to_int8", to=TensorProto.INT8),
        helper.make_node("Sub", [f"{name}_shifted", f"{name}_zero"], [f"{name}_levels"], f"{name}_centred"),
    ]
    return constants, unfold


def _unpack(packed: np.ndarray) -> np.ndarray:
    """The levels of `_in_4_bits`."""
    return np.concatenate([packed & LOW_HALF, packed >> HALF_BITS], axis=1).astype(np.int8) - OFFSET
