import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score, recall_score, roc_auc_score

from undertone_model.evaluation.speech import speech_figures
from undertone_model.metrics import NO_LABEL, area_under_curve, calibration_error, confusion, figure, macro_f1, recall_mean


@pytest.fixture
def answers():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 300)
    return truth, np.where(rng.random(300) < 0.5, truth, rng.integers(0, 3, 300))


def test_figures_agree_with_scikit_learn(answers):
    assert recall_mean(*answers) == pytest.approx(recall_score(*answers, average="macro"))
    assert macro_f1(*answers) == pytest.approx(f1_score(*answers, average="macro"))
    score = np.random.default_rng(1).integers(0, 20, 300) + 5 * (answers[0] == 1)
    assert area_under_curve((answers[0] == 1).astype(int), score) == pytest.approx(roc_auc_score(answers[0] == 1, score))


def test_no_label_is_a_wrong_guess():
    truth = np.array([0, 0, 1, 2])
    guess = np.array([0, NO_LABEL, 1, NO_LABEL])
    assert recall_mean(truth, guess) == pytest.approx((0.5 + 1 + 0) / 3)
    assert macro_f1(truth, guess) == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert confusion(truth, guess).tolist() == [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 1]]


def test_the_interval_holds_the_value(answers):
    result = figure(recall_mean, *answers)
    assert result.low < result.value < result.high and result.size == 300


def test_certainty_that_is_right_is_calibrated():
    truth = np.array([0, 1, 2])
    assert calibration_error(truth, np.eye(3)) == 0
    assert calibration_error(truth, np.eye(3)[[1, 2, 0]]) == 1


def test_each_sound_is_counted_by_itself():
    facts = pd.DataFrame({"truth": [1, 0, -1, 0, 1], "snr": "clean", "family": ["x", "music", "cough", "rain", "x"]})
    figures = speech_figures(facts, {"detector": (np.array([1.0, 0.0, 1.0, 0.0, 1.0]), 0.5)})["detector"]
    assert {sound: entry["share"] for sound, entry in figures["called_speech"].items()} == {
        "music": 0,
        "cough": 1,
        "rain": 0,
    }
    assert figures["false_alarms"] == 0 and figures["snr"]["clean"]["missed"] == 0
