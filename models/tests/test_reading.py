"""Sentences read are windows of word pieces like those that are heard."""

import pandas as pd
import pytest
import torch

from asr.pieces import learn_pieces
from classifier.reading import Reading
from network import LABELS
from network.words import BLANK, PIECES

STEPS = 52


@pytest.fixture(scope="module")
def reading(tmp_path_factory) -> Reading:
    texts = pd.DataFrame({"text": ["this is awful", "this is a table", "this is lovely"], "label": LABELS})
    return Reading(texts, learn_pieces(texts["text"], tmp_path_factory.mktemp("asr") / "pieces.json"), STEPS)


def test_each_step_holds_probabilities(reading):
    words, mask, labels = reading.batch(200)
    assert words.shape == (200, STEPS, PIECES) and mask.shape == (200, STEPS)
    assert words.min() >= -1e-6
    torch.testing.assert_close(words.sum(2), torch.ones(200, STEPS))
    assert set(labels.tolist()) == {0, 1, 2}


def test_what_is_said_lies_where_sound_is_and_tells_the_label(reading):
    words, mask, labels = reading.batch(200)
    spoken = 1 - words[..., BLANK]
    assert (spoken > 0.05).any(1).float().mean() > 0.95
    assert (spoken * (1 - mask)).max() < 1e-6
    told = words[..., 1:].sum(1)
    assert (told[labels == 0].mean(0) - told[labels == 2].mean(0)).abs().max() > 0.05
