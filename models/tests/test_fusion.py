"""Fusion: moved voices over plain words, clear words in flat voices, and neither."""

import numpy as np
import pytest
import torch

from undertone_model.contract import LABELS
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import crossed, examples, together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit, logits
from undertone_model.stages.fusion.words import Words

NEGATIVE, NEUTRAL, POSITIVE = range(3)
FLAT = torch.tensor([[0.05, 0.9, 0.05]]).log()
ANGRY = torch.tensor([[0.8, 0.1, 0.1]]).log()
PLAIN, GLAD = torch.tensor([[-0.6, 1.0, -0.4]]), torch.tensor([[-1.0, -0.5, 1.5]])
UNDERSTOOD, LOST = torch.tensor([0.5]), torch.tensor([0.05])
STILL, ITERATIONS = 0.5, 100


def label(voice: torch.Tensor, said: torch.Tensor, confidence: torch.Tensor = UNDERSTOOD, **values: float) -> str:
    fusion = Fusion()
    for name, value in values.items():
        getattr(fusion, name).data.fill_(value)
    return LABELS[int(fusion(voice, said, confidence).argmax())]


def test_a_moved_voice_over_plain_words_is_followed_and_so_are_clear_words_in_a_flat_voice():
    assert label(ANGRY, PLAIN) == "negative"
    assert label(FLAT, GLAD) == "positive"
    assert label(FLAT, PLAIN) == "neutral"


def test_without_its_cap_neutral_words_drown_the_voice():
    assert label(ANGRY, PLAIN, lead=9.0, words=2.0) == "neutral"


def test_words_that_were_not_understood_say_nothing():
    assert label(ANGRY, GLAD) == "positive" and label(ANGRY, GLAD, LOST) == "negative"


def test_what_is_expected_of_calls_decides_where_little_is_known():
    barely = torch.tensor([[0.36, 0.32, 0.32]]).log()
    assert label(barely, torch.zeros(1, 3)) == "negative"
    assert label(barely, torch.zeros(1, 3), neutral=0.5) == "neutral"


@pytest.fixture
def kinds():
    rng = np.random.default_rng(0)
    labels = torch.arange(300) % 3
    voice = (torch.eye(3)[labels] * 2 + torch.from_numpy(rng.normal(size=(300, 3))).float()).log_softmax(1)
    said = Words(torch.eye(3)[labels] * 3 + torch.from_numpy(rng.normal(size=(300, 3))).float(), UNDERSTOOD.expand(300))
    corpus = np.where(np.arange(300) < 30, "small", "large")
    return crossed(voice, Words(PLAIN, UNDERSTOOD), labels, corpus, seed=0), examples(FLAT.expand(300, 3), said, labels, corpus)


def test_corpora_and_labels_count_the_same_whatever_their_size(kinds):
    for part in kinds:
        assert part.weight.sum() == pytest.approx(1)
        assert part.weight[:30].sum() == pytest.approx(0.5)
        assert part.weight[part.label == NEGATIVE].sum() == pytest.approx(1 / 3)
    assert together(kinds, [3.0, 1.0]).weight[:300].sum() == pytest.approx(0.75)


def test_both_kinds_of_example_are_learned_at_once(kinds):
    fusion = fit(together(kinds), STILL, ITERATIONS)
    for part in kinds:
        assert float((logits(fusion, part).argmax(1) == part.label).float().mean()) > 0.75
        assert [line["examples"] for line in figures("any", fusion, part)] == [270, 30]
    alone = fit(kinds[1], STILL, ITERATIONS)
    surprise = [torch.nn.functional.cross_entropy(logits(each, kinds[0]), kinds[0].label) for each in (fusion, alone)]
    assert surprise[0] < surprise[1]


def test_those_of_one_label_alone_count_the_same_as_all_together(kinds):
    plain = kinds[1].only(kinds[1].label == NEUTRAL)
    assert plain.weight.sum() == pytest.approx(1) and set(plain.label.tolist()) == {NEUTRAL}
    assert len(plain.voice) == len(plain.words) == len(plain.confidence) == len(plain.corpus) == len(plain.label)


def test_a_voice_that_has_hardly_moved_says_nothing():
    hardly = torch.tensor([[0.3, 0.55, 0.15]]).log()
    fusion = Fusion(still=0.5)
    beside_plain_words = [fusion(voice, PLAIN, UNDERSTOOD).softmax(1) for voice in (hardly, FLAT)]
    torch.testing.assert_close(*beside_plain_words)
    assert label(ANGRY, PLAIN, still=0.5) == "negative"
