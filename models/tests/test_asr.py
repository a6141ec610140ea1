"""Stage 1: what is to be learned from what, and batches that have nothing for a loss."""

import numpy as np
import pandas as pd
import torch

from asr.examples import IGNORED, trainable
from asr.losses import label_loss, meaning_loss, word_loss


def test_batches_without_targets_give_zero_and_no_nan():
    logits = torch.randn(2, 4, 10, requires_grad=True)
    nothing = torch.full((2, 4), IGNORED)
    meaning = torch.randn(2, 5, requires_grad=True)
    total = label_loss(logits, nothing) + word_loss(logits, nothing) + meaning_loss(meaning, torch.zeros(2, 5))
    total.backward()
    assert total == 0 and logits.grad.isfinite().all() and meaning.grad.isfinite().all()


def test_words_of_a_language_the_decoder_does_not_know_are_left_out():
    rows = {
        "language": ["en", "de", "de", "en"],
        "label": ["", "negative", "", "positive"],
        "transcript": ["hello", "hallo", "hallo", ""],
        "split": ["train", "train", "train", "test"],
        "kind": "speech",
        "samples": np.full(4, 16_000),
    }
    kept = trainable(pd.DataFrame(rows))
    assert list(kept["language"]) == ["en", "de"]
    assert list(kept["transcript"]) == ["hello", ""]
