"""Adaptation starts from the training mean and ends at the speaker's, in training as in a call."""

import numpy as np
import pandas as pd
import torch

from undertone_model.config import load_config
from undertone_model.contract import LABELS
from undertone_model.data.calls import CallWindows
from undertone_model.evaluation.adaptation import adaptation_figures
from undertone_model.network.adaptation import STATE, Adaptation, AdaptiveClassifier
from undertone_model.network.ctc_head import PIECES
from undertone_model.network.encoder import LAYERS, WIDTH
from undertone_model.stages.classifier.history import History
from undertone_model.stages.classifier.prediction import predict
from undertone_model.stages.features.cache import FACTS, Features

CALLS = load_config().calls
LENGTH, FEWEST_CLIPS = CALLS.windows, CALLS.fewest_clips
NOTHING = torch.zeros(1, STATE)
EVERYWHERE, SPEECH = torch.ones(1, 50), torch.ones(1)


@torch.no_grad()
def test_a_long_call_is_centred_on_its_own_mean():
    adaptation, state = Adaptation(), NOTHING
    for _ in range(800):
        blended = 3 + 2 * torch.randn(1, 50, WIDTH)
        adapted, state = adaptation(blended, EVERYWHERE, SPEECH, state)
    assert adapted.mean().abs() < 0.1 and abs(adapted.std() - 2) < 0.2


@torch.no_grad()
def test_what_is_no_speech_changes_nothing():
    blended = 3 + torch.randn(1, 50, WIDTH)
    adapted, state = Adaptation()(blended, EVERYWHERE, torch.zeros(1), NOTHING)
    assert torch.equal(state, NOTHING)
    torch.testing.assert_close(adapted, blended, rtol=0, atol=1e-5)


@torch.no_grad()
def test_masked_steps_do_not_count():
    blended = torch.randn(1, 50, WIDTH)
    half = torch.cat([torch.ones(1, 25), torch.zeros(1, 25)], dim=1)
    _, state = Adaptation()(blended, half, SPEECH, NOTHING)
    torch.testing.assert_close(state[0, 1:], blended[0, :25].sum(0))


def features(calls: list[int]) -> Features:
    """Speech of one step a window; each call's features are its number everywhere."""
    values = np.array(calls, np.float16).reshape(-1, 1, 1, 1) * np.ones((1, LAYERS + 1, 4, WIDTH), np.float16)
    facts = np.array([(0, 1, 0, call) for call in calls], FACTS)
    return Features(values, np.zeros((len(calls), 4, PIECES), np.float16), np.ones((len(calls), 4), np.uint8), facts)


def test_the_past_of_a_window_is_its_own_call():
    learn = features([5, 7, 5, 7, 5, 7])
    classifier, rows = AdaptiveClassifier(), np.arange(6)
    blended = torch.zeros(6, 4, WIDTH)
    states = History(learn, load_config().classifier.history).before(classifier, rows, blended, torch.ones(6, 4), np.random.default_rng(0))
    known = states[:, 0] > 0
    assert known.any()
    torch.testing.assert_close((states[:, 1] / states[:, 0])[known], torch.tensor([5.0, 7.0] * 3)[known])


def test_validation_follows_each_call_in_its_order():
    torch.manual_seed(0)
    classifier = AdaptiveClassifier().eval()
    calls = [4, -1, 2, 4, -1, 2, 4]
    check = features(calls)
    check.features[:] = np.random.default_rng(0).normal(size=check.features.shape)
    followed, alone = (predict(classifier, check, adapted).sentiment for adapted in (True, False))
    changed = [not torch.allclose(a, b) for a, b in zip(followed, alone, strict=True)]
    assert changed == [False, False, False, True, False, True, True]


def test_a_call_has_one_speaker_and_one_channel():
    clips = FEWEST_CLIPS * 3
    rows = pd.DataFrame({"corpus": "emodb", "speaker": ["a", "b", "c"] * FEWEST_CLIPS, "label": ["negative", "positive"] * (clips // 2)})
    said = []
    windows = CallWindows(rows, lambda row, _, channel: np.array([said.append((row.speaker, channel.random())) or 0.0]), 4 * LENGTH, CALLS)
    assert [windows[i][1] in (0, 2) for i in range(4 * LENGTH)] == [True] * 4 * LENGTH
    assert all(len(set(said[i : i + LENGTH])) == 1 for i in range(0, 4 * LENGTH, LENGTH)) and len(set(said)) == 4


def test_speakers_of_few_clips_have_no_calls():
    rows = pd.DataFrame({"corpus": "emodb", "speaker": "a", "label": ["negative"] * (FEWEST_CLIPS - 1)})
    assert len(CallWindows(rows, lambda *_: np.zeros(1), 8, CALLS)) == 0


class KnowsTheSpeaker:
    """A model that hears the label once a stream has a state, and says neutral before."""

    def __call__(self, windows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.follow(windows)[:2]

    def follow(self, windows: np.ndarray, states: np.ndarray | None = None) -> tuple[np.ndarray, ...]:
        heard = (4 * windows[:, 0]).astype(int) - 1 if states is not None else np.ones(len(windows), int)
        return np.eye(3)[heard], np.ones(len(windows)), np.ones((len(windows), STATE))


def test_the_report_judges_the_same_windows_with_the_state_and_without(monkeypatch):
    monkeypatch.setattr(
        "undertone_model.evaluation.adaptation.read_clip", lambda row: np.full(10, (LABELS.index(row.label) + 1) / 4, np.float32)
    )
    rows = pd.DataFrame({"corpus": "urdu", "speaker": "a", "label": list(LABELS) * FEWEST_CLIPS})
    figures = adaptation_figures({"urdu": rows}, KnowsTheSpeaker())
    assert figures["urdu"] == figures["all together"]
    assert figures["urdu"]["with"]["value"] == 1 and abs(figures["urdu"]["without"]["value"] - 1 / 3) < 1e-6
