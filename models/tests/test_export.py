"""The shipped files keep the contract of the SDK: names, shapes, size, hash."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
import soundfile
import torch

from undertone_model.contract import LABELS, WINDOW_SAMPLES
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.recogniser import Recogniser, untrained_decoder
from undertone_model.network.undertone import Undertone
from undertone_model.network.voice_channel import STATE
from undertone_model.stages.asr.word_pieces import learn_pieces, spell
from undertone_model.stages.export import command
from undertone_model.stages.export.assembly import assembled
from undertone_model.stages.export.figures import of_stage
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.manifest import CONTRACT
from undertone_model.stages.export.pieces import keep_pieces, kept_pieces
from undertone_model.stages.export.quantize import quantize
from undertone_model.stages.export.sources import earlier_data
from undertone_model.stages.export.states import new_states
from undertone_model.stages.export.stored import unpacked
from undertone_model.stages.export.unpack import keep, save
from undertone_model.stages.voice.artefacts import load_voice_channel
from undertone_model.workspace import WEIGHTS, pieces_file, run_folder

FOLDER = Path(__file__).parents[1]
CLIP = FOLDER.parent / "test" / "clips" / "voice-neutral-mountains.wav"
SHARED_STAGES = ("interpolate", "ctc-head", "lexical-head", "speech-head")
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
    assert manifest["contract"] == CONTRACT
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
    sentiment, speech = session.run(["sentiment", "speech"], {"pcm": pcm, "state": new_states(session, 3)})
    np.testing.assert_allclose(sentiment.sum(1), 1, atol=1e-5)
    assert ((speech >= 0) & (speech <= 1)).all()


def run(file: Path, pcm: np.ndarray, state: np.ndarray | None = None) -> list[np.ndarray]:
    """Sentiment, speech and next state."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {"pcm": pcm, "state": new_states(session, len(pcm)) if state is None else state})


@torch.inference_mode()
def test_the_graph_answers_as_the_network_does_and_follows_a_stream_as_it_does(network, graphs):
    rng = np.random.default_rng(0)
    ours, theirs = torch.zeros(2, STATE), np.zeros((2, STATE), np.float32)
    for window in range(3):
        pcm = (0.1 * rng.standard_normal((2, WINDOW_SAMPLES))).astype(np.float32)
        pcm[1, WINDOW_SAMPLES // (window + 1) :] = 0
        *expected, ours = network(torch.from_numpy(pcm), ours)
        *answers, theirs = run(graphs[0], pcm, theirs)
        for answer, right in zip(answers, expected, strict=True):
            np.testing.assert_allclose(answer, right.numpy(), atol=1e-3)
        np.testing.assert_allclose(theirs, ours.numpy(), rtol=1e-3, atol=0.5)
    assert (theirs[:, 0] > 50).all()


def test_silence_leaves_the_state_of_a_graph_as_it_was(graphs):
    before = np.random.default_rng(0).random((1, STATE)).astype(np.float32)
    sentiment, speech, after = run(graphs[1], np.zeros((1, WINDOW_SAMPLES), np.float32), before)
    assert speech == 0 and (after == before).all() and np.isfinite(sentiment).all()


def test_what_a_graph_was_made_of_comes_back_out_of_it(network, graphs):
    parts = unpacked(graphs[1])
    whole = {f"{part}.{name}" if part else name: value for part, state in parts.items() for name, value in state.items()}
    wanted = network.state_dict()
    assert whole.keys() == wanted.keys()
    for name, weight in wanted.items():
        # Of the blend only what it comes to is kept.
        if name not in ("speech_head.mean", "speech_head.std", "speech_head.mix"):
            assert (whole[name] - weight).abs().max() <= weight.abs().max() / 200, name
    again = Undertone().eval()
    again.load_state_dict(whole)
    for one, other in zip(again.speech_head.blend_weights(), network.speech_head.blend_weights(), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


MANIFEST = {
    "speechThreshold": 0.4,
    "data": [{"name": name, "licence": "CC0", "source": "here", "clips": 1, "use": "open"} for name in ("emodb", "synthetic")],
    "figures": [
        {"metric": metric, "value": 0.5, "data": "some", "n": 9, "command": f"python -m undertone_model {stage} --config open"}
        for metric, stage in (("UAR", "classifier"), ("speech presence AUC", "classifier"), ("UAR", "voice"), ("UAR", "fusion"))
    ],
}


@pytest.fixture
def work(tmp_path, monkeypatch) -> Path:
    """Of whose base weights nothing is needed."""
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    for module in ("asr.artefacts", "export.unpack"):
        monkeypatch.setattr(f"undertone_model.stages.{module}.load_recogniser", lambda _: recogniser)
    learn_pieces(["I love it, I really love it!"] * 5, pieces_file(tmp_path))
    clips = {
        "corpus": ["emodb", "emodb"],
        "split": "train",
        "use": "open",
        "speech": True,
        "label": "",
        "transcript": "",
        "clip": ["a", "b"],
    }
    for name in ("clips", "synthetic"):
        pd.DataFrame(clips).assign(origin="acted", text_label="").to_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


def test_what_is_exported_comes_apart_and_together_again(graphs, work, monkeypatch):
    # Nothing in this network was rounded to 4 bits.
    monkeypatch.setattr(command, "MAX_BYTES", 12_000_000)
    monkeypatch.setattr(command, "load_table", lambda _: pd.read_parquet(work / "clips.parquet"))
    out = work / "out"
    save(unpacked(graphs[1]), MANIFEST, work, "open")
    command.main(["--work", str(work), "--out", str(out)])
    manifest = json.loads((out / "undertone-en-open.json").read_text())
    assert set(manifest) == FIELDS and manifest["stateSize"] == STATE and manifest["speechThreshold"] == 0.4
    assert {entry["name"]: entry["clips"] for entry in manifest["data"]} == {"emodb": 2, "synthetic": 1}
    # What the classifier said of tone is of no network that is there.
    assert [entry["metric"] for entry in manifest["figures"]] == ["speech presence AUC", "UAR", "UAR"]
    pcm = (0.1 * np.random.default_rng(0).standard_normal((1, WINDOW_SAMPLES))).astype(np.float32)
    for one, other in zip(run(graphs[1], pcm), run(out / "undertone-en-open.onnx", pcm), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-3)


def test_figures_of_a_stage_that_is_gone_say_of_which_version_they_are():
    once = of_stage(MANIFEST["figures"], "speech-head")
    assert once[0]["command"].endswith("(version 0.10.1)") and of_stage(once, "speech-head") == once


def test_the_same_weights_stay_and_a_run_is_not_touched(graphs, work):
    parts = unpacked(graphs[1])
    save(parts, MANIFEST, work, "open")
    files = {file: file.stat().st_mtime_ns for file in work.glob(f"runs/*/{WEIGHTS}")}
    assert {file.parent.name for file in files} == {*SHARED_STAGES, "voice-open", "fusion-open"}
    save(parts, MANIFEST, work, "open")
    assert files == {file: file.stat().st_mtime_ns for file in files}
    (run_folder(work, "voice", "open") / "run.json").write_text("{}")
    with pytest.raises(SystemExit, match="voice-open is a run"):
        save(parts, MANIFEST, work, "open")


@pytest.mark.parametrize("part", ["encoder", "ctc_head", "lexical_head", "speech_head"])
def test_two_builds_with_the_same_ears_share_a_work_folder_and_others_do_not(graphs, work, part):
    parts = unpacked(graphs[1])
    save(parts, MANIFEST, work, "open")
    others = parts | {part: {name: value + 1 for name, value in parts[part].items()}}
    with pytest.raises(SystemExit, match="has other weights: give these a work folder of their own"):
        save(others, MANIFEST, work, "research")
    assert {file.parent.name for file in work.glob(f"runs/*/{WEIGHTS}")} == {*SHARED_STAGES, "voice-open", "fusion-open"}
    files = {file: file.stat().st_mtime_ns for file in work.glob(f"runs/*/{WEIGHTS}")}
    voice = {name: value + 1 for name, value in parts["voice_channel"].items()}
    save(parts | {"voice_channel": voice}, MANIFEST, work, "research")
    assert files == {file: file.stat().st_mtime_ns for file in files}
    found = [load_voice_channel(work, build).emotions.bias for build in ("open", "research")]
    torch.testing.assert_close(found[0] + 1, found[1])


def test_what_one_build_alone_may_use_is_not_among_the_data_of_the_other(graphs, work):
    """Unless it has taught what both share, as up to version 0.10.1: then the other build is not made of it."""
    parts, more = unpacked(graphs[1]), MANIFEST["data"] + [MANIFEST["data"][0] | {"name": "nemo", "use": "research"}]
    save(parts, MANIFEST | {"data": more}, work, "research")
    save(parts, MANIFEST, work, "open")
    assert {build: [entry["name"] for entry in earlier_data(work, build)] for build in ("open", "research")} == {
        "open": ["emodb", "synthetic"],
        "research": ["emodb", "synthetic", "nemo"],
    }
    before = {name: part for name, part in parts.items() if name not in ("voice_channel", "fusion")}
    save(before, MANIFEST | {"data": more}, work, "research")
    with pytest.raises(SystemExit, match="have heard nemo, which the build open may not use"):
        earlier_data(work, "open")


def test_other_word_pieces_are_refused(work):
    with pytest.raises(SystemExit, match="other word pieces"):
        keep("others", pieces_file(work))


def test_the_word_pieces_stay_with_the_model_and_change_nothing_in_it(graphs, tmp_path):
    shutil.copyfile(graphs[0], tmp_path / "model.onnx")
    with pytest.raises(SystemExit, match="word pieces"):
        kept_pieces(tmp_path / "model.onnx")
    before = onnx.load(tmp_path / "model.onnx").graph
    pieces = learn_pieces(["I love it, I really love it!"] * 5, tmp_path / "learned.json")
    keep_pieces(tmp_path / "model.onnx", pieces.to_str())
    assert onnx.load(tmp_path / "model.onnx").graph == before
    (tmp_path / "kept.json").write_text(kept_pieces(tmp_path / "model.onnx"))
    assert spell(learn_pieces([], tmp_path / "kept.json"), "I love it") == spell(pieces, "I love it")


@pytest.mark.parametrize("model", sorted(FOLDER.glob("undertone-en-*.onnx")), ids=lambda file: file.stem)
def test_a_shipped_model_that_is_unpacked_and_exported_again_hears_speech_as_before(model, work, tmp_path):
    save(unpacked(model), json.loads(model.with_suffix(".json").read_text()), work, "open")
    for stage, part in (("voice", Undertone().voice_channel), ("fusion", Undertone().fusion)):
        if not (folder := run_folder(work, stage, "open")).exists():
            folder.mkdir()
            torch.save(part.state_dict(), folder / WEIGHTS)
    export_graph(assembled(work, "open"), tmp_path / "float.onnx")
    quantize(tmp_path / "float.onnx", tmp_path / "again.onnx")
    pcm, _ = soundfile.read(CLIP, dtype="float32")
    window = np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))[None]
    np.testing.assert_allclose(run(tmp_path / "again.onnx", window)[1], run(model, window)[1], atol=1e-5)
