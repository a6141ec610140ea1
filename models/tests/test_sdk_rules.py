"""The rules of evaluation are the SDK's: both are held to what the SDK's own modules made of given input (`node tools/golden.mjs`)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from undertone_model.contract import HOP_SAMPLES, LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.evaluation.model import Model, guesses
from undertone_model.evaluation.sdk.estimates import MIN_SPEECH_SECONDS, RECENT_SECONDS, Estimate, Tone
from undertone_model.evaluation.sdk.recording import analyzed
from undertone_model.evaluation.sdk.stream import WindowResult, followed
from undertone_model.metrics import NO_LABEL
from undertone_model.workspace import MODELS

GOLDEN = Path(__file__).parents[2] / "test" / "golden"
STREAMS, ESTIMATES = (json.loads((GOLDEN / f"{name}.json").read_text()) for name in ("streams", "estimates"))
CLOSE = {"rtol": 0, "atol": 1e-9}


def signal(stretches: list[list[float]], seed: int, offset: float = 0) -> np.ndarray:
    """The same samples as test/golden/signal.ts makes. A level that is not a number is null in the file."""
    lengths = [round(seconds * SAMPLE_RATE) for seconds, *_ in stretches]
    levels = np.repeat([np.nan if level is None else level for _, level, *_ in stretches], lengths)
    flat = np.repeat([len(stretch) > 2 for stretch in stretches], lengths)
    bits = np.arange(seed, seed + len(levels), dtype=np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        bits = (bits ^ (bits >> np.uint32(shift))) * np.uint32(factor)
    return (offset + levels * np.where(flat, 1 - 2 * (np.arange(len(levels)) % 2), bits / 2.0**31 - 1)).astype(np.float32)


def toy_model(windows: np.ndarray, states: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same answers as the session of test/golden/golden.ts gives."""
    count, power = np.zeros(2) if states is None else states[0].astype(np.float64)
    now = np.square(windows[0], dtype=np.float64).mean()
    sentiment = np.array([1 + count, 1 + 100 * now, 1 + 100 * power])
    after = np.array([[count + 1, power + now]], np.float32)
    return sentiment[None] / sentiment.sum(), np.array([now / (now + 1e-5)]), after


def of_golden(window: dict) -> WindowResult:
    return WindowResult(
        window["start"],
        window["end"],
        window["freshStart"],
        window["sentiment"],
        window["speech"],
        window["activeSeconds"],
        window["freshActiveSeconds"],
        window["tooQuietSeconds"],
        window["freshTooQuietSeconds"],
    )


def test_the_defaults_are_those_of_the_sdk():
    assert (STREAMS["windowSamples"], STREAMS["hopMs"]) == (WINDOW_SAMPLES, 1000 * HOP_SAMPLES / SAMPLE_RATE)
    assert (ESTIMATES["minSpeechSeconds"], ESTIMATES["recentMs"]) == (MIN_SPEECH_SECONDS, 1000 * RECENT_SECONDS)


@pytest.mark.parametrize("case", STREAMS["cases"], ids=lambda case: case["what"])
def test_a_stream_is_cut_weighed_and_followed_as_in_the_sdk(case):
    samples = signal(case["stretches"], case["seed"], case.get("offset", 0))
    results = list(followed(toy_model, samples, round(case["hopMs"] * SAMPLE_RATE / 1000)))
    assert len(results) == len(case["windows"])
    for result, expected in zip(results, map(of_golden, case["windows"])):
        assert (result.sentiment is None) == (expected.sentiment is None)
        if result.sentiment is not None:
            np.testing.assert_allclose(result.sentiment, expected.sentiment, **CLOSE)
        for name in set(vars(expected)) - {"sentiment"}:
            np.testing.assert_allclose(getattr(result, name), getattr(expected, name), err_msg=name, **CLOSE)


@pytest.mark.parametrize("case", ESTIMATES["cases"], ids=lambda case: case["what"])
def test_estimates_are_made_as_in_the_sdk(case):
    tone = Tone(case["speechThreshold"], case["recentSeconds"])
    for window, expected in zip(case["windows"], case["estimates"], strict=True):
        tone.update(of_golden(window))
        for name in ("window", "recent", "call"):
            check(getattr(tone, name), expected[name])


def check(estimate: Estimate, expected: dict) -> None:
    assert estimate.label == expected["label"]
    assert estimate.too_quiet == (expected["reason"] == "too-quiet")
    np.testing.assert_allclose(
        [estimate.start, estimate.end, estimate.speech_seconds], [expected["start"], expected["end"], expected["speechSeconds"]], **CLOSE
    )
    assert (estimate.scores is None) == (expected["scores"] is None)
    if expected["scores"]:
        assert tuple(expected["scores"]) == LABELS
        np.testing.assert_allclose(estimate.scores, list(expected["scores"].values()), **CLOSE)


def test_a_recording_is_summed_up_by_its_speech_and_has_no_label_without():
    loud, speech_threshold = signal([[7, 0.3]], 1), 0.5
    events = list(analyzed(toy_model, speech_threshold, loud))
    assert [event.call.end for event in events] == [2.5, 5, 7]
    assert [event.window.start for event in events] == [0, 0, 2]
    assert [event.recent.speech_seconds for event in events] == [event.call.speech_seconds for event in events] == [2.5, 5, 7]
    assert [event.speech for event in events] == [result.speech for result in followed(toy_model, loud)]
    (noise,) = analyzed(toy_model, speech_threshold, signal([[2, 0.0005]], 1))
    assert noise.call.label is None and noise.call.speech_seconds == 0


def test_clips_have_the_label_of_the_whole_call_or_none(monkeypatch):
    clips = {"negative": "spoken-negative-refund", "positive": "voice-positive-honeymoon", None: "noise-wind"}
    rows = pd.DataFrame({"clip": clips.values()})
    read = {name: soundfile.read(GOLDEN.parent / "clips" / f"{name}.wav", dtype="float32")[0] for name in clips.values()}
    monkeypatch.setattr("undertone_model.evaluation.model.read_clip", lambda row: read[row.clip])
    model = Model(MODELS / "undertone-en-open.onnx")
    assert guesses(model.clips(rows)).tolist() == [LABELS.index(label) if label else NO_LABEL for label in clips]
    events = model.events(read["spoken-negative-refund"])
    np.testing.assert_allclose(model.clips(rows)[0], events[-1].call.scores)
    assert guesses(model.clips(rows, lambda pcm, _: np.zeros_like(pcm))).tolist() == [NO_LABEL] * len(clips)
