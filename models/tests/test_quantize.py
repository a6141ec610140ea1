"""Weights are stored in 8 bits, and in 4 where they were rounded to them."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from undertone_model.network.rounding import joined, rounded, split
from undertone_model.stages.export.graph import OPSET
from undertone_model.stages.export.quantize import quantize

INPUTS, OUTPUTS = 192, 80


@pytest.fixture
def weights() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(INPUTS, OUTPUTS)).astype(np.float32)


def product(weights: np.ndarray, file) -> None:
    sides = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", size]) for name, size in (("x", INPUTS), ("y", OUTPUTS))]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"], "product")], "graph", sides[:1], sides[1:], [numpy_helper.from_array(weights, "w")]
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10), file)


def answers(file, x: np.ndarray) -> np.ndarray:
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


def quantized(weights: np.ndarray, folder) -> tuple[np.ndarray, float]:
    """What the quantized product answers to the identity, which is its weights; and the bits that it stores for each."""
    product(weights, folder / "float.onnx")
    quantize(folder / "float.onnx", folder / "small.onnx")
    stored = sum(numpy_helper.to_array(tensor).nbytes for tensor in onnx.load(folder / "small.onnx").graph.initializer)
    return answers(folder / "small.onnx", np.eye(INPUTS, dtype=np.float32)), 8 * stored / weights.size


def test_rounded_weights_take_four_bits_and_stay_what_they_are(weights, tmp_path):
    inputs = np.random.default_rng(1).normal(size=(500, INPUTS)).astype(np.float32)
    for few in (joined(*split(weights)), rounded(weights, inputs.T @ inputs, damping=0.01)):
        unfolded, bits = quantized(few, tmp_path)
        np.testing.assert_allclose(unfolded, few, rtol=1e-5, atol=1e-7)
        assert bits < 5


def test_other_weights_take_eight_bits_and_stay_near(weights, tmp_path):
    unfolded, bits = quantized(weights, tmp_path)
    assert 0 < np.abs(unfolded - weights).max() < np.abs(weights).max() / 200
    assert bits < 9
