"""Fusion: moved voices over plain words, clear words in flat voices, and neither."""

import numpy as np
import pytest
import torch

from undertone_model.config.stages import Fusion as Settings
from undertone_model.contract import LABELS
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import flat, moved
from undertone_model.stages.fusion.fit import answers, fit

NEGATIVE, NEUTRAL, POSITIVE = range(3)
FLAT = torch.tensor([[0.05, 0.9, 0.05]]).log()
ANGRY = torch.tensor([[0.8, 0.1, 0.1]]).log()
PLAIN, GLAD = torch.tensor([[-0.6, 1.0, -0.4]]), torch.tensor([[-1.0, -0.5, 1.5]])
UNDERSTOOD = torch.ones(1, 1)


def label(voice: torch.Tensor, said: torch.Tensor, understood: torch.Tensor = UNDERSTOOD, **values: float) -> str:
    fusion = Fusion()
    for name, value in values.items():
        getattr(fusion, name).data.fill_(value)
    return LABELS[int(fusion(voice, said, understood).argmax())]


def test_a_moved_voice_over_plain_words_is_followed_and_so_are_clear_words_in_a_flat_voice():
    assert label(ANGRY, PLAIN) == "negative"
    assert label(FLAT, GLAD) == "positive"
    assert label(FLAT, PLAIN) == "neutral"


def test_without_its_cap_neutral_words_drown_the_voice():
    assert label(ANGRY, PLAIN, lead=9.0, words=2.0) == "neutral"


def test_words_that_were_not_understood_say_nothing():
    assert label(ANGRY, GLAD, understood=torch.zeros(1, 1)) == "negative"


def test_what_is_expected_of_calls_decides_where_little_is_known():
    barely = torch.tensor([[0.36, 0.32, 0.32]]).log()
    assert label(barely, torch.zeros(1, 3)) == "negative"
    assert label(barely, torch.zeros(1, 3), neutral=0.5) == "neutral"


@pytest.fixture
def examples():
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 3
    voice = torch.from_numpy(np.eye(3)[labels] * 2 + rng.normal(size=(300, 3))).float().log_softmax(1)
    words = torch.from_numpy(np.eye(3)[labels] * 3 + rng.normal(size=(300, 3))).float()
    corpus = np.where(np.arange(300) < 30, "small", "large")
    flats = flat(FLAT.expand(300, 3), words, torch.ones(300, 1), torch.from_numpy(labels), corpus)
    return moved(voice.numpy(), labels, corpus, PLAIN, UNDERSTOOD, seed=0), flats


def test_corpora_and_labels_count_the_same_whatever_their_size(examples):
    for part in examples:
        assert part.weight.sum() == pytest.approx(1)
        assert part.weight[:30].sum() == pytest.approx(0.5)
        assert part.weight[part.label == NEGATIVE].sum() == pytest.approx(1 / 3)


def test_both_kinds_of_example_are_learned_at_once(examples):
    fusion = fit(*examples, Settings(moved_share=0.5, iterations=100))
    assert all(float((answers(fusion, part).argmax(1) == part.label).float().mean()) > 0.75 for part in examples)
    alone = fit(*examples, Settings(moved_share=0.0, iterations=100))
    surprise = [-(answers(each, examples[0]).log()[torch.arange(300), examples[0].label]).mean() for each in (fusion, alone)]
    assert surprise[0] < surprise[1]
