"""Fine-tuning: a CSV of clips becomes a model that the SDK loads, and a report that claims no gain that cannot be shown."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import soundfile
import torch
from onnx import numpy_helper
from tiny_calls import voice, write_calls

from undertone_model.contract import LABELS
from undertone_model.evaluation.model import Model
from undertone_model.finetune.answers import alone, clip_scores
from undertone_model.finetune.base import PARTS, Base
from undertone_model.finetune.command import main
from undertone_model.finetune.errors import FinetuneError
from undertone_model.finetune.learning import learned
from undertone_model.finetune.listening import heard, listened
from undertone_model.finetune.table import Clip, read_clips
from undertone_model.network.voice_channel import STATE

MANIFEST = {
    "name": "tiny",
    "version": "0.11.0",
    "file": "tiny.onnx",
    "sha256": "0" * 64,
    "bytes": 1,
    "contract": 1,
    "stateSize": STATE,
    # What has learned nothing hears speech anywhere.
    "speechThreshold": 1e-6,
    "language": "en",
    "licence": "CC-BY-SA-4.0",
    "base": [{"name": "some base", "licence": "MIT", "source": "there"}],
    "data": [{"name": "emodb", "licence": "CC0", "source": "there", "clips": 3, "use": "open"}],
    "figures": [
        {"metric": "speech presence AUC", "value": 0.9, "data": "windows", "n": 9, "command": "python -m undertone_model speech-head"},
        {"metric": "UAR of the voice alone", "value": 0.5, "data": "voices", "n": 9, "command": "python -m undertone_model voice"},
    ],
}


@pytest.fixture(scope="module")
def base(graphs, tmp_path_factory) -> Path:
    """A model of the form that ships, which has learned nothing."""
    folder = tmp_path_factory.mktemp("base")
    shutil.copyfile(graphs[1], folder / "tiny.onnx")
    (folder / "tiny.json").write_text(json.dumps(MANIFEST))
    return folder / "tiny.onnx"


@pytest.fixture(scope="module")
def calls(tmp_path_factory) -> Path:
    return write_calls(tmp_path_factory.mktemp("calls") / "clips", speakers=5)


def finetuned(base: Path, calls: Path, out: Path, *more: str) -> dict:
    """What the report says."""
    main(["--clips", str(calls), "--base", str(base), "--out", str(out), *more])
    return json.loads(out.with_name(f"{out.name}.report.json").read_text())


@pytest.fixture(scope="module")
def mine(base, calls, tmp_path_factory) -> tuple[Path, dict]:
    """A fine-tuned model and its report."""
    folder = tmp_path_factory.mktemp("mine")
    return folder / "mine.onnx", finetuned(base, calls, folder / "mine")


def test_a_gain_on_speakers_who_were_held_out_is_shown(mine):
    model, report = mine
    assert report["verdict"] == "gain"
    gain = report["figures"]["call"]["gain"]
    assert 0 < gain["low"] < gain["value"] < gain["high"]
    assert report["clips"] == 30 and report["labels"] == dict.fromkeys(LABELS, 10) and len(report["speakers"]) == 5
    words = model.with_name("mine.report.md").read_text()
    assert "judged better" in words and "caller 3" in words


def test_the_model_is_of_the_contract_and_differs_only_in_what_was_fitted(base, mine):
    sessions = [onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"]) for file in (base, mine[0])]
    assert [[(value.name, value.shape) for value in (*session.get_inputs(), *session.get_outputs())] for session in sessions].count(
        [
            ("pcm", ["batch", 80_000]),
            ("state", ["batch", STATE]),
            ("sentiment", ["batch", 3]),
            ("speech", ["batch"]),
            ("next_state", ["batch", STATE]),
        ]
    ) == 2
    before, after = (
        {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(file).graph.initializer} for file in (base, mine[0])
    )
    assert before.keys() == after.keys()
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert "voice_channel.emotions.weight" in changed and "fusion.voice" in changed
    assert all(name.startswith(tuple(f"{part}." for part in PARTS)) for name in changed)


def test_the_manifest_inherits_licence_and_data_and_says_what_it_is(mine):
    model, _ = mine
    manifest, content = json.loads(model.with_suffix(".json").read_text()), model.read_bytes()
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest() and manifest["bytes"] == len(content)
    assert manifest["file"] == "mine.onnx" and manifest["name"] == "mine" and manifest["version"] == "0.11.0+finetuned"
    same = ("contract", "stateSize", "speechThreshold", "language", "licence", "base")
    assert {name: manifest[name] for name in same} == {name: MANIFEST[name] for name in same}
    assert [entry["name"] for entry in manifest["data"]] == ["emodb", "calls"]
    assert manifest["fineTuned"] == {
        "from": "tiny",
        "version": "0.11.0",
        "sha256": "0" * 64,
        "clips": 30,
        "speakers": 5,
        "gainShown": True,
    }
    # What the base's voice was worth is no longer true; who spoke is nobody's business.
    assert [entry["metric"] for entry in manifest["figures"]] == ["speech presence AUC", "UAR", "UAR"]
    assert "caller" not in json.dumps(manifest)


def test_the_fitting_judges_a_recording_as_the_sdk_will(mine, tmp_path):
    """It hears windows once and reckons with them; the SDK runs the graph from one to the next, and they overlap."""
    rng = np.random.default_rng(0)
    pcm = np.concatenate([voice(130, loudest, rng) for loudest in (9, 2, 5, 5, 9, 2)]).astype(np.float32)
    whole, model = Base(mine[0]), Model(mine[0])
    windows = heard(whole, pcm, 0, Clip(2, tmp_path, "neutral", "", "Ann"))
    assert len(windows.clip) == 4
    call = model.events(pcm)[-1].call
    np.testing.assert_allclose(clip_scores(whole.judge(), windows, alone(windows), whole.threshold)[0], call.scores, atol=1e-4)


def test_the_model_holds_what_was_learned_of_all_clips(base, mine, calls):
    whole = Base(base)
    expected = learned(whole.judge(), listened(whole, read_clips(calls)), whole.threshold)
    for part, wanted in zip(vars(Base(mine[0]).judge()).values(), vars(expected).values()):
        for name, value in wanted.state_dict().items():
            torch.testing.assert_close(part.state_dict()[name], value)


def test_a_second_time_it_comes_out_the_same(base, calls, mine, tmp_path):
    assert finetuned(base, calls, tmp_path / "mine")["figures"] == mine[1]["figures"]
    assert (tmp_path / "mine.onnx").read_bytes() == mine[0].read_bytes()


def test_labels_that_say_nothing_give_a_report_and_no_model(base, tmp_path, capsys):
    calls = write_calls(tmp_path / "clips", speakers=5, lie=True)
    report = finetuned(base, calls, tmp_path / "mine")
    assert report["verdict"] != "gain" and "--anyway" in report["written"]
    assert "No model is written" in capsys.readouterr().out
    assert not (tmp_path / "mine.onnx").exists() and not (tmp_path / "mine.json").exists()
    assert finetuned(base, calls, tmp_path / "mine", "--anyway")["verdict"] != "gain"
    assert finetuned(base, calls, tmp_path / "mine")["written"].endswith("mine.onnx is of an earlier run.")
    assert json.loads((tmp_path / "mine.json").read_text())["fineTuned"]["gainShown"] is False


def test_two_speakers_are_too_few_to_show_a_gain(base, tmp_path):
    report = finetuned(base, write_calls(tmp_path / "clips", speakers=2, each=12), tmp_path / "mine")
    assert report["verdict"] == "too-few-speakers" and "2 speakers are too few" in report["why"]
    assert not (tmp_path / "mine.onnx").exists()


def test_a_label_that_no_clip_has_is_not_learned_to_be_unlikely(base, tmp_path):
    whole = Base(base)
    windows = listened(whole, read_clips(write_calls(tmp_path / "clips", speakers=4, labels=("angry", "neutral"))))
    before, after = whole.judge(), learned(whole.judge(), windows, whole.threshold)
    changed = (after.channel.emotions.weight - before.channel.emotions.weight).abs().amax(1)
    anger, happiness, calm = (changed[i] for i in (0, 4, 5))
    assert anger > 1e-3 and calm > 1e-3 and happiness < 1e-4


def test_a_recording_under_two_names_is_refused_as_it_would_show_a_gain_that_is_none(base, calls, tmp_path):
    shutil.copyfile(calls.parent / "0-0.wav", calls.parent / "again.wav")
    rows = calls.read_text() + "again.wav,negative,somebody else\n"
    (calls.parent / "twice.csv").write_text(rows)
    with pytest.raises(FinetuneError, match=r"again\.wav is the same audio here as row 2") as caught:
        listened(Base(base), read_clips(calls.parent / "twice.csv"))
    assert caught.value.code == "heard-twice" and caught.value.rows == (32,)


def test_seconds_of_a_file_are_as_good_as_a_file(base, tmp_path):
    calls = write_calls(tmp_path / "clips", speakers=5, each=4)
    clips = read_clips(calls)
    sounds = [soundfile.read(clip.file, dtype="float32")[0] for clip in clips]
    soundfile.write(tmp_path / "call.wav", np.concatenate(sounds), 16_000, "FLOAT")
    rows = [f"call.wav,{clip.label},{clip.speaker},{1.5 * i},{1.5 * (i + 1)}" for i, clip in enumerate(clips)]
    (tmp_path / "cut.csv").write_text("\n".join(["file,label,speaker,start,end", *rows]))
    one, other = (listened(Base(base), read_clips(file)) for file in (calls, tmp_path / "cut.csv"))
    np.testing.assert_allclose(one.statistics, other.statistics, atol=1e-2)
