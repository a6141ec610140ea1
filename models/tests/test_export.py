"""The shipped files keep the contract of the SDK: names, shapes, size, hash."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from undertone_model.contract import LABELS, WINDOW_SAMPLES
from undertone_model.network.adaptation import STATE, AdaptiveClassifier, new_states
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone
from undertone_model.stages.asr.word_pieces import learn_pieces, spell
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.manifest import CONTRACT
from undertone_model.stages.export.pieces import keep_pieces, kept_pieces
from undertone_model.stages.export.quantize import quantize
from undertone_model.stages.export.unpack import FROZEN, unpacked

FOLDER = Path(__file__).parents[1]
FIELDS = {
    "name", "version", "file", "sha256", "bytes", "contract", "stateSize", "speechThreshold",
    "language", "licence", "base", "data", "figures",
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(FOLDER.glob("undertone-en-*.json")), ids=lambda file: file.stem)
def manifest(request) -> dict:
    return json.loads(request.param.read_text())


@pytest.fixture(scope="module")
def session(manifest) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(FOLDER / manifest["file"]), providers=["CPUExecutionProvider"])


def test_manifest_describes_the_file(manifest):
    content = (FOLDER / manifest["file"]).read_bytes()
    assert set(manifest) == FIELDS
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["bytes"] == len(content) <= 9_000_000
    assert manifest["contract"] == CONTRACT and manifest["stateSize"] == STATE
    assert 0 < manifest["speechThreshold"] < 1


def test_names_and_shapes(session, manifest):
    size = manifest["stateSize"]
    assert [(value.name, value.shape) for value in session.get_inputs()] == [
        ("pcm", ["batch", WINDOW_SAMPLES]),
        ("state", ["batch", size]),
    ]
    assert not session.get_overridable_initializers()
    assert [(value.name, value.shape) for value in session.get_outputs()] == [
        ("sentiment", ["batch", len(LABELS)]),
        ("speech", ["batch"]),
        ("next_state", ["batch", size]),
    ]


@pytest.mark.parametrize("level", [0.0, 1e-7, 1e-2, 1.0])
def test_answers_are_probabilities(session, level):
    pcm = (level * np.random.default_rng(0).uniform(-1, 1, (3, WINDOW_SAMPLES))).astype(np.float32)
    sentiment, speech = session.run(["sentiment", "speech"], {"pcm": pcm, "state": new_states(3)})
    np.testing.assert_allclose(sentiment.sum(1), 1, atol=1e-5)
    assert ((speech >= 0) & (speech <= 1)).all()


def test_what_was_frozen_comes_back_out_of_a_graph(tmp_path):
    torch.manual_seed(0)
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    with torch.no_grad():
        for weight in network.parameters():
            weight.normal_(std=0.1)
    export_graph(network, tmp_path / "float.onnx")
    quantize(tmp_path / "float.onnx", tmp_path / "small.onnx")
    state = unpacked(tmp_path / "small.onnx")
    frozen = {name: weight for name, weight in network.named_parameters() if name.startswith(FROZEN)}
    assert set(state) == set(frozen)
    for name, weight in frozen.items():
        assert (state[name] - weight).abs().max() <= weight.abs().max() / 200, name


def test_the_word_pieces_stay_with_the_model_and_change_nothing_in_it(tmp_path):
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    export_graph(network, tmp_path / "model.onnx")
    with pytest.raises(SystemExit, match="word pieces"):
        kept_pieces(tmp_path / "model.onnx")
    before = onnx.load(tmp_path / "model.onnx").graph
    pieces = learn_pieces(["I love it, I really love it!"] * 5, tmp_path / "learned.json")
    keep_pieces(tmp_path / "model.onnx", pieces.to_str())
    assert onnx.load(tmp_path / "model.onnx").graph == before
    (tmp_path / "kept.json").write_text(kept_pieces(tmp_path / "model.onnx"))
    assert spell(learn_pieces([], tmp_path / "kept.json"), "I love it") == spell(pieces, "I love it")


@pytest.mark.parametrize("model", sorted(FOLDER.glob("undertone-en-*.onnx")), ids=lambda file: file.stem)
def test_the_frozen_weights_of_a_shipped_model_are_read_whatever_they_were_called(model):
    state = unpacked(model)
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    known = network.load_state_dict(state, strict=False)
    assert not known.unexpected_keys
    assert not [name for name in known.missing_keys if name.startswith(FROZEN) and name in dict(network.named_parameters())]
    assert all(weight.isfinite().all() and weight.any() for weight in state.values())
