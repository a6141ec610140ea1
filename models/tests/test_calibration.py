import numpy as np
import pytest
import torch

from undertone_model.config import load_config
from undertone_model.data.presence import speech_windows
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone
from undertone_model.stages.classifier.calibration import acoustic_temperature, lexical_temperature, speech_threshold
from undertone_model.stages.classifier.command import threshold_of

SETTINGS = load_config().classifier.calibration


def test_threshold_lets_its_share_of_noise_pass_and_no_less():
    rng = np.random.default_rng(0)
    speech = np.repeat([0, 1], 1000)
    probabilities = np.clip(rng.normal(0.3 + 0.4 * speech, 0.1), 0, 1)
    noise = probabilities[speech == 0]
    threshold = speech_threshold(probabilities, speech, SETTINGS.false_alarms)
    assert (noise >= threshold).mean() <= SETTINGS.false_alarms
    assert (noise >= threshold - 0.02).mean() > SETTINGS.false_alarms


class Loudness(torch.nn.Module):
    """Takes what is loud for speech; `factor` times the root mean square of each window."""

    def __init__(self, factor: float):
        super().__init__()
        self._factor = factor

    def forward(self, pcm: torch.Tensor, state: torch.Tensor) -> tuple[None, torch.Tensor]:
        return None, self._factor * pcm.square().mean(1).sqrt()


def test_threshold_of_a_model_is_the_lowest_above_the_noises_of_validation(table):
    facts, windows = speech_windows(table, "valid")
    scores, truth = Loudness(5)(torch.from_numpy(windows), None)[1].numpy(), facts["truth"]
    loudest = scores[truth == 0].max()
    assert threshold_of(Loudness(5), table, SETTINGS) == pytest.approx(scores[(truth == 1) & (scores > loudest)].min())


@pytest.mark.parametrize(("factor", "bound"), [(1e-3, SETTINGS.thresholds[0]), (1e3, SETTINGS.thresholds[1])])
def test_threshold_of_a_model_stays_within_bounds(table, factor, bound):
    assert threshold_of(Loudness(factor), table, SETTINGS) == bound


def answers(right: float, windows: int = 3000) -> tuple[torch.Tensor, torch.Tensor]:
    """Sure logits, of which a share is `right`, and the labels."""
    rng = np.random.default_rng(0)
    labels = torch.from_numpy(rng.integers(3, size=windows))
    guesses = torch.where(torch.from_numpy(rng.random(windows) < right), labels, (labels + 1) % 3)
    return 4.0 * torch.nn.functional.one_hot(guesses, 3), labels


def test_voices_known_well_are_judged_no_surer_than_a_listener():
    logits, labels = answers(right=0.95)
    sure = (logits / acoustic_temperature(logits, labels, SETTINGS)).softmax(1).amax(1).mean()
    assert abs(sure - SETTINGS.listener) < 0.01


def test_voices_judged_worse_than_a_listener_would_are_as_sure_as_they_are_right():
    logits, labels = answers(right=0.45)
    sure = (logits / acoustic_temperature(logits, labels, SETTINGS)).softmax(1).amax(1).mean()
    assert abs(sure - 0.45) < 0.03


def test_words_are_as_sure_as_they_are_right_and_no_surer_than_a_voice_where_not_understood():
    logits, labels = answers(right=0.8)
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    network.acoustic_temperature.fill_(10.0)
    understood, lost = torch.ones(len(labels), 1), torch.zeros(len(labels), 1)
    network.lexical_temperature.fill_(lexical_temperature(logits, understood, labels, acoustic=10.0))
    assert abs(network.probabilities(logits, understood).amax(1).mean() - 0.8) < 0.02
    torch.testing.assert_close(network.probabilities(logits, lost), (logits / 10.0).softmax(1))


def test_windows_that_choose_a_threshold_are_those_of_the_configuration(table):
    def windows(*settings: str) -> int:
        presence = load_config(
            settings=[f"classifier.calibration.presence.{setting}" for setting in settings]
        ).classifier.calibration.presence
        return len(speech_windows(table, "valid", presence)[0])

    assert windows() == len(speech_windows(table, "valid")[0])
    assert windows("snrs_db=[]") < windows("snrs_db=[10]") < windows()
    assert windows("excerpts=1", "clips=1") < windows()
