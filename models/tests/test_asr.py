"""Stage 1: what is to be learned from what, and batches that have nothing for a loss."""

import copy

import numpy as np
import pandas as pd
import torch

from asr.examples import IGNORED, Batch, trainable
from asr.losses import label_loss, spelling_loss, sentiment_loss, word_loss
from asr.pieces import heard, learn_pieces, spell
from asr.restore import fit, go_back
from asr.training import FIXED_LAYERS, Training, last_sounding
from network.encoder import LAYERS, Encoder
from network.front_end import FrontEnd
from network.recogniser import END, START, Recogniser, untrained_decoder
from network.words import BLANK, PIECES, Words


def test_batches_without_targets_give_zero_and_no_nan():
    logits = torch.randn(2, 4, 10, requires_grad=True)
    nothing = torch.full((2, 4), IGNORED)
    heard = torch.randn(2, 9, PIECES, requires_grad=True)
    total = label_loss(logits, nothing) + word_loss(logits, nothing) + spelling_loss(heard, torch.tensor([9, 3]), torch.full((2, 1), BLANK))
    total += sentiment_loss(logits[:, 0], nothing[:, 0])
    total.backward()
    assert total == 0 and logits.grad.isfinite().all() and heard.grad.isfinite().all()


def test_pieces_heard_in_their_order_cost_less_than_in_another():
    spoken = torch.tensor([[5, 7, 9]])
    heard = torch.zeros(1, 8, PIECES)
    heard[0, torch.arange(8), torch.tensor([0, 5, 0, 7, 7, 0, 9, 0])] = 12.0
    frames = torch.tensor([8])
    assert spelling_loss(heard, frames, spoken) < 0.2 < spelling_loss(heard, frames, spoken.flip(1))


def test_a_step_changes_the_upper_encoder_and_leaves_what_lies_below():
    torch.manual_seed(0)
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    training = Training(recogniser, steps=10)
    before = copy.deepcopy(recogniser)
    batch = Batch(0.1 * torch.randn(2, 16_000), torch.tensor([[START, 9, 8]] * 2), torch.tensor([[9, 8, END]] * 2), torch.tensor([[3, 4]] * 2), torch.tensor([[3, 4]] * 2), torch.tensor([0, 2]))
    training.step(batch)
    changed = [not torch.equal(old.fc1.weight, new.fc1.weight) for old, new in zip(before.encoder.layers, recogniser.encoder.layers, strict=True)]
    assert changed == [False] * FIXED_LAYERS + [True] * (LAYERS - FIXED_LAYERS)
    assert all(map(torch.equal, before.front_end.parameters(), recogniser.front_end.parameters()))


def test_going_back_half_the_way_lies_between_and_fitting_the_words_moves_nothing_else():
    torch.manual_seed(0)
    trained, base = (Recogniser(FrontEnd(), Encoder(), untrained_decoder()) for _ in range(2))
    learned = trained.encoder.layers[0].fc1.weight.clone()
    go_back(trained, base, 0.5)
    between = trained.encoder.layers[0].fc1.weight.clone()
    assert torch.allclose(between, (learned + base.encoder.layers[0].fc1.weight) / 2, atol=1e-6)
    words = Words()
    before = words.project.weight.clone()
    nothing = torch.full((2, 1), IGNORED)
    batch = Batch(0.1 * torch.randn(2, 16_000), nothing, nothing, torch.tensor([[3, 4]] * 2), nothing, nothing[:, 0])
    fit(words, trained, [batch, batch], steps=2)
    assert not torch.equal(words.project.weight, before)
    assert torch.equal(trained.encoder.layers[0].fc1.weight, between)


def test_frames_are_counted_up_to_the_last_sound():
    assert last_sounding(torch.tensor([[1.0, 0, 1, 0], [0, 0, 0, 0]])).tolist() == [3, 1]


def test_pieces_spell_what_is_spoken(tmp_path):
    pieces = learn_pieces(["I love it, I really love it!", "It is lovely."] * 5, tmp_path / "pieces.json")
    again = learn_pieces([], tmp_path / "pieces.json")
    assert spell(pieces, "I LOVE it.") == spell(again, "i love it") and BLANK not in spell(pieces, "love")


def test_a_piece_that_lasts_is_heard_once_and_one_said_twice_is_heard_twice():
    moments = torch.tensor([BLANK, 5, 5, BLANK, 5, 7, BLANK])
    assert heard(torch.nn.functional.one_hot(moments, PIECES).float()) == [5, 5, 7]


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
