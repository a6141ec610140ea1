import numpy as np

from classifier.calibration import FALSE_ALARMS, speech_threshold


def test_threshold_lets_its_share_of_noise_pass_and_no_less():
    rng = np.random.default_rng(0)
    speech = np.repeat([0, 1], 1000)
    probabilities = np.clip(rng.normal(0.3 + 0.4 * speech, 0.1), 0, 1)
    noise = probabilities[speech == 0]
    threshold = speech_threshold(probabilities, speech)
    assert (noise >= threshold).mean() <= FALSE_ALARMS
    assert (noise >= threshold - 0.02).mean() > FALSE_ALARMS
