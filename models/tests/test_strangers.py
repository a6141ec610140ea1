"""Leave one corpus out: calls of strangers with the state and without, emotions one by one, and probabilities against how often they are right."""

import numpy as np
import pandas as pd
import pytest
import torch

from undertone_model.evaluation.strangers.calls import answers, drawn, worth
from undertone_model.evaluation.strangers.figures import by_emotion, reliability, stranger_figures
from undertone_model.evaluation.strangers.runs import check_runs, fused
from undertone_model.network.fusion import Fusion
from undertone_model.network.voice_channel import EMOTIONS, STATISTICS, VoiceChannel
from undertone_model.stages.fusion.examples import examples
from undertone_model.stages.fusion.words import Words
from undertone_model.stages.voice.statistics import ClipStatistics
from undertone_model.stages.voice.strangers import CLASSES

ANGER, HAPPINESS, CALM = (list(EMOTIONS).index(name) for name in ("anger", "happiness", "calm"))
EVEN = (1.0, 1.0, 1.0)
LENGTH = 12


def clips(offset: float, count: int = 90) -> ClipStatistics:
    """Three speakers, each of whom lies elsewhere by `offset` on the channel that tells anger from happiness."""
    emotion, speaker = np.array([ANGER, HAPPINESS, CALM])[np.arange(count) % 3], np.arange(count) // 3 % 3
    statistics = np.zeros((count, STATISTICS), np.float32)
    statistics[:, 0] = np.select([emotion == ANGER, emotion == HAPPINESS], [2.0, -2.0]) + offset * (speaker - 1)
    return ClipStatistics(statistics, np.full(count, 125, np.float32), emotion, speaker, np.arange(count))


def channel() -> VoiceChannel:
    made = VoiceChannel()
    for part in made.emotions.parameters():
        torch.nn.init.zeros_(part)
    with torch.no_grad():
        made.emotions.weight[ANGER, 0], made.emotions.weight[HAPPINESS, 0], made.emotions.bias[CALM] = 4.0, -4.0, 2.0
    made.known.copy_(torch.tensor([float(i in (ANGER, HAPPINESS, CALM)) for i in range(len(EMOTIONS))]))
    made.prior_frames.fill_(125.0)
    return made.eval()


def voice_alone(voice: np.ndarray, _) -> np.ndarray:
    return voice


def test_no_clip_comes_twice_in_a_call_of_one_speaker():
    said = clips(0)
    rows = drawn(said, EVEN, calls=20, length=LENGTH)
    assert rows.shape == (20, LENGTH)
    assert all(len(set(call)) == LENGTH and len(set(said.speaker[call])) == 1 for call in rows)
    assert set(said.speaker[rows[:, 0]]) == {0, 1, 2}
    assert drawn(said, EVEN, calls=20, length=31) is None, "a speaker of thirty clips has no call of thirty-one"


def test_most_of_a_call_can_be_neutral():
    said = clips(0)
    shares = [(said.emotion[drawn(said, mix, 60, LENGTH)] == CALM).mean() for mix in (EVEN, (1.0, 6.0, 1.0))]
    assert shares[0] == pytest.approx(1 / 3, abs=0.1) and shares[1] > 0.6


def test_the_state_is_worth_something_where_speakers_differ_and_nothing_where_they_do_not():
    gains = {}
    for offset in (0.0, 4.0):
        parts = {"far": answers(channel(), clips(offset), EVEN, calls=40, length=LENGTH)}
        gains[offset] = worth(parts, voice_alone)["mean"]["moved"]
    assert gains[4.0]["difference"] > 0.1 and gains[4.0]["with"] > gains[4.0]["without"]
    assert gains[0.0]["without"] == 1 and gains[0.0]["difference"] <= 0


def test_the_curve_begins_where_nothing_was_heard():
    part = answers(channel(), clips(4.0), EVEN, calls=40, length=LENGTH)
    first, *later = worth({"far": part}, voice_alone)["mean"]["curve"]
    assert first["seconds"] == 0 and first["with"] == first["without"] and first["clips"] == 40
    assert later[-1]["with"] - later[-1]["without"] > 0.1 and later[-1]["seconds"] > 20


def test_a_corpus_without_neutral_voices_counts_by_itself_alone():
    two = clips(0)
    two = two[two.emotion != CALM]
    parts = {name: answers(channel(), part, EVEN, 10, LENGTH) for name, part in (("three", clips(0)), ("two", two))}
    report = worth(parts, voice_alone)
    assert report["mean"]["corpora"] == ["three"] and report["two"]["calls"] == 10


def test_each_emotion_says_where_it_goes_and_corpora_count_the_same():
    emotions = np.array(["anger"] * 4 + ["calm"] + [""])
    guesses = np.eye(3)[[0, 0, 0, 1, 1, 2]]
    report = by_emotion(emotions, guesses, np.array(["a", "a", "a", "b", "a", "a"]))
    assert list(report) == ["anger", "calm"]
    assert report["anger"]["labels"] == [0.5, 0.5, 0] and report["anger"]["clips"] == 4
    assert report["anger"]["corpora"] == {"a": [1, 0, 0], "b": [0, 1, 0]}


def test_probabilities_stand_against_how_often_they_are_right():
    probabilities = np.array([[0.9, 0.1, 0], [0.9, 0.1, 0], [0, 0.6, 0.4], [0.9, 0.1, 0]])
    points = reliability(np.array([0, 0, 1, 2]), probabilities, np.array([1.0, 1, 1, 2]))
    assert points == [
        {"said": pytest.approx(0.6), "right": pytest.approx(1), "share": pytest.approx(0.2)},
        {"said": pytest.approx(0.9), "right": pytest.approx(0.5), "share": pytest.approx(0.8)},
    ]


def test_voice_and_fusion_are_measured_on_the_same_strangers():
    emotion = np.array([ANGER, HAPPINESS, CALM])[np.arange(30) % 3]
    label = CLASSES[emotion]
    voice = torch.from_numpy(np.eye(3, dtype=np.float32)[label] * 3).log_softmax(1)
    names = np.array([f"clip-{i}" for i in range(30)])
    raw = {ANGER: "angry", HAPPINESS: "happy", CALM: "neutral"}
    table = pd.DataFrame({"clip": names, "emotion": [raw[each] for each in emotion]})
    plain = Words(torch.tensor([[0.0, 3, 0]]).expand(30, 3), torch.ones(30))
    corpus = np.full(30, "a")
    kinds = {"moved": examples(voice, plain, torch.from_numpy(label), corpus)}
    said = {"voice": voice.numpy(), "label": label, "corpus": corpus, "clip": names}
    report = stranger_figures(said, table, kinds, Fusion().requires_grad_(False))
    assert report["voice"]["corpora"]["a"]["UAR"]["value"] == report["moved"]["corpora"]["a"]["UAR"]["value"] == 1
    assert report["moved"]["emotions"]["anger"]["labels"] == [1, 0, 0]
    assert sum(point["share"] for point in report["moved"]["reliability"]) == pytest.approx(1)


def test_with_and_without_the_state_the_words_are_the_same():
    words = Words(torch.randn(7, 3), torch.rand(7))
    beside = fused(Fusion(), words)
    voice = np.log(np.full((50, 3), 1 / 3, np.float32))
    assert np.array_equal(beside(voice, np.random.default_rng(0)), beside(voice, np.random.default_rng(0)))


def test_runs_that_are_not_those_of_the_model_are_refused(monkeypatch, tmp_path):
    entry = {"metric": "UAR of the voice alone", "data": "voices", "value": 0.6, "command": "python -m undertone_model voice --config open"}
    monkeypatch.setattr(
        "undertone_model.evaluation.strangers.runs.figures", lambda *_: [entry | {"command": entry["command"] + " --run x"}]
    )
    check_runs({"figures": [entry]}, tmp_path, "open", None)
    with pytest.raises(SystemExit, match="voice"):
        check_runs({"figures": [entry | {"value": 0.5}]}, tmp_path, "open", None)
