import numpy as np
import torch

from classifier.calibration import FALSE_ALARMS, FEWEST, sentiment_temperature, speech_threshold


def test_threshold_lets_its_share_of_noise_pass_and_no_less():
    rng = np.random.default_rng(0)
    speech = np.repeat([0, 1], 1000)
    probabilities = np.clip(rng.normal(0.3 + 0.4 * speech, 0.1), 0, 1)
    noise = probabilities[speech == 0]
    threshold = speech_threshold(probabilities, speech)
    assert (noise >= threshold).mean() <= FALSE_ALARMS
    assert (noise >= threshold - 0.02).mean() > FALSE_ALARMS


def test_temperature_is_that_of_the_kind_which_is_judged_worst():
    rng = np.random.default_rng(0)
    labels = torch.from_numpy(rng.integers(3, size=6 * FEWEST))
    kinds = torch.arange(6 * FEWEST) % 2
    guesses = torch.where((kinds == 0) & torch.from_numpy(rng.random(6 * FEWEST) < 0.5), (labels + 1) % 3, labels)
    logits = 4.0 * torch.nn.functional.one_hot(guesses, 3)
    weak = kinds == 0
    alone = sentiment_temperature(logits[weak], labels[weak], kinds[weak])
    assert alone > 2
    assert sentiment_temperature(logits, labels, kinds) == alone
    few = torch.cat([torch.nonzero(weak)[: FEWEST - 1, 0], torch.nonzero(~weak)[:, 0]])
    assert sentiment_temperature(logits[few], labels[few], kinds[few]) < 1
