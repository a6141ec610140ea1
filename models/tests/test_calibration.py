import numpy as np
import pytest
import torch

from undertone_model.config import load_config
from undertone_model.data.presence import speech_windows
from undertone_model.stages.speech_head.calibration import speech_temperature, speech_threshold
from undertone_model.stages.speech_head.command import threshold_of

SETTINGS = load_config().speech_head.calibration


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

    def forward(self, pcm: torch.Tensor) -> torch.Tensor:
        return self._factor * pcm.square().mean(1).sqrt()


def test_threshold_of_a_model_is_the_lowest_above_the_noises_of_validation(table):
    facts, windows = speech_windows(table, "valid")
    scores, truth = Loudness(5)(torch.from_numpy(windows)).numpy(), facts["truth"]
    loudest = scores[truth == 0].max()
    assert threshold_of(Loudness(5), table, SETTINGS) == pytest.approx(scores[(truth == 1) & (scores > loudest)].min())


@pytest.mark.parametrize(("factor", "bound"), [(1e-3, SETTINGS.thresholds[0]), (1e3, SETTINGS.thresholds[1])])
def test_threshold_of_a_model_stays_within_bounds(table, factor, bound):
    assert threshold_of(Loudness(factor), table, SETTINGS) == bound


def test_speech_is_as_sure_as_it_is_right():
    rng = np.random.default_rng(0)
    speech = torch.from_numpy(rng.integers(2, size=3000))
    right = torch.from_numpy(rng.random(3000) < 0.8)
    logits = torch.where(right, 1.0, -1.0) * (2.0 * speech - 1) * 9
    sure = (logits / speech_temperature(logits, speech)).sigmoid()
    assert abs(torch.maximum(sure, 1 - sure).mean() - 0.8) < 0.02


def test_windows_that_choose_a_threshold_are_those_of_the_configuration(table):
    def windows(*settings: str) -> int:
        presence = load_config(
            settings=[f"speech_head.calibration.presence.{setting}" for setting in settings]
        ).speech_head.calibration.presence
        return len(speech_windows(table, "valid", presence)[0])

    assert windows() == len(speech_windows(table, "valid")[0])
    assert windows("snrs_db=[]") < windows("snrs_db=[10]") < windows()
    assert windows("excerpts=1", "clips=1") < windows()
