"""Stage 1: what is to be learned from what, and batches that have nothing for a loss."""

import copy

import numpy as np
import pandas as pd
import pytest
import torch

from undertone_model.config import load_config
from undertone_model.network.ctc_head import BLANK, PIECES, CTCHead, greedy_ctc_decode
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.recogniser import END, START, Recogniser, untrained_decoder
from undertone_model.network.rounding import joined, recognised, split
from undertone_model.stages.asr.ctc_head import CtcTask, deepened
from undertone_model.stages.asr.examples import IGNORED, Batch, trainable
from undertone_model.stages.asr.interpolate import interpolate, round_feed_forward
from undertone_model.stages.asr.losses import ctc_loss, label_loss, sentiment_loss, word_loss
from undertone_model.stages.asr.task import AsrTask, last_sounding
from undertone_model.stages.asr.word_pieces import learn_pieces, spell

CPU = torch.device("cpu")
CONFIG = load_config()
DECODER_ONLY = [f"asr.weights.{name}=0" for name in ("pieces", "letters", "sentiment")]


def test_batches_without_targets_give_zero_and_no_nan():
    logits = torch.randn(2, 4, 10, requires_grad=True)
    nothing = torch.full((2, 4), IGNORED)
    heard = torch.randn(2, 9, PIECES, requires_grad=True)
    total = label_loss(logits, nothing) + word_loss(logits, nothing) + ctc_loss(heard, torch.tensor([9, 3]), torch.full((2, 1), BLANK))
    total += sentiment_loss(logits[:, 0], nothing[:, 0])
    total.backward()
    assert total == 0 and logits.grad.isfinite().all() and heard.grad.isfinite().all()


def test_pieces_heard_in_their_order_cost_less_than_in_another():
    spoken = torch.tensor([[5, 7, 9]])
    heard = torch.zeros(1, 8, PIECES)
    heard[0, torch.arange(8), torch.tensor([0, 5, 0, 7, 7, 0, 9, 0])] = 12.0
    frames = torch.tensor([8])
    assert ctc_loss(heard, frames, spoken) < 0.2 < ctc_loss(heard, frames, spoken.flip(1))


def one_step(*settings: str) -> tuple[Recogniser, AsrTask]:
    """A recogniser as it was, and what a step made of it."""
    torch.manual_seed(0)
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    before, task = copy.deepcopy(recogniser), AsrTask(recogniser, None, load_config(settings=settings).asr, CPU)
    targets = torch.tensor([[9, 8, END]] * 2), torch.tensor([[3, 4]] * 2), torch.tensor([[3, 4]] * 2), torch.tensor([0, 2])
    losses = task.losses(Batch(0.1 * torch.randn(2, 16_000), torch.tensor([[START, 9, 8]] * 2), *targets))
    sum(weight * losses[name] for name, weight in task.weights.items()).backward()
    task.optimiser.step()
    return before, task


@pytest.mark.parametrize("settings", [[], DECODER_ONLY])
def test_a_step_changes_the_upper_encoder_and_leaves_what_lies_below(settings):
    before, task = one_step(*settings)
    layers, fixed = zip(before.encoder.layers, task.recogniser.encoder.layers, strict=True), CONFIG.asr.fixed_layers
    assert [not torch.equal(old.fc1.weight, new.fc1.weight) for old, new in layers] == [False] * fixed + [True] * (LAYERS - fixed)
    assert all(map(torch.equal, before.front_end.parameters(), task.recogniser.front_end.parameters()))


def test_the_decoder_alone_teaches_no_sentiment_head():
    heads = [one_step(*settings)[1].sentiment_head.answer.weight for settings in ([], DECODER_ONLY)]
    assert heads[0].grad is not None
    assert heads[1].grad is None


def test_interpolation_lies_between():
    trained, base = (Encoder() for _ in range(2))
    middle = (trained.layers[0].fc1.weight + base.layers[0].fc1.weight) / 2
    interpolate(trained, base, 0.5)
    torch.testing.assert_close(trained.layers[0].fc1.weight, middle)


def test_rounding_takes_four_bits_and_what_is_heard_stays_nearer_than_with_the_nearest_levels():
    torch.manual_seed(0)
    few_ways = torch.randn(20, WIDTH)
    spoken = [(torch.randn(1, 80, 20) @ few_ways, torch.ones(1, 80)) for _ in range(20)]
    unknown = spoken.pop()
    encoder = Encoder()
    encoder.layers = encoder.layers[:2]
    nearest, fitted = copy.deepcopy(encoder), copy.deepcopy(encoder)
    round_feed_forward(fitted, spoken, CONFIG.interpolate.damping)
    for layer in nearest.layers:
        for part in (layer.fc1, layer.fc2):
            part.weight.data = torch.from_numpy(joined(*split(part.weight.T.detach().numpy()))).T
    assert all(recognised(part.weight.T.detach().numpy()) for layer in fitted.layers for part in (layer.fc1, layer.fc2))
    exact, by_nearest, by_fitted = (model(*unknown)[-1] for model in (encoder, nearest, fitted))
    assert (by_fitted - exact).square().mean() < 0.5 * (by_nearest - exact).square().mean()


def test_new_layers_of_the_ctc_head_change_nothing_until_they_learn():
    torch.manual_seed(0)
    encoder_frames, sounding = torch.randn(2, 40, WIDTH), torch.ones(2, 40)
    shallow = CTCHead(layers=0).eval()
    deep = deepened(shallow, CONFIG.ctc_head.dropout).eval()
    torch.testing.assert_close(deep(encoder_frames, sounding)[0], shallow(encoder_frames, sounding)[0])
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    nothing = torch.full((2, 1), IGNORED)
    batch = Batch(0.1 * torch.randn(2, 16_000), nothing, nothing, torch.tensor([[3, 4], [5, 0]]), nothing, nothing[:, 0])
    task = CtcTask(recogniser, deep, None, load_config(settings=["ctc_head.steps=20"]).ctc_head, CPU)
    losses = []
    for _ in range(8):
        loss = task.losses(batch)["pieces"]
        task.optimiser.zero_grad()
        loss.backward()
        task.optimiser.step()
        task.schedule.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    assert not torch.equal(deep.layers[0].out.weight, torch.zeros(WIDTH, WIDTH))


def test_frames_are_counted_up_to_the_last_sound():
    assert last_sounding(torch.tensor([[1.0, 0, 1, 0], [0, 0, 0, 0]])).tolist() == [3, 1]


def test_pieces_spell_what_is_spoken(tmp_path):
    pieces = learn_pieces(["I love it, I really love it!", "It is lovely."] * 5, tmp_path / "pieces.json")
    again = learn_pieces([], tmp_path / "pieces.json")
    assert spell(pieces, "I LOVE it.") == spell(again, "i love it") and BLANK not in spell(pieces, "love")


def test_a_piece_that_lasts_is_heard_once_and_one_said_twice_is_heard_twice():
    ctc_frames = torch.tensor([BLANK, 5, 5, BLANK, 5, 7, BLANK])
    assert greedy_ctc_decode(torch.nn.functional.one_hot(ctc_frames, PIECES).float()) == [5, 5, 7]


def test_words_of_a_language_the_decoder_does_not_know_are_left_out():
    rows = {
        "language": ["en", "de", "de", "en"],
        "label": ["", "negative", "", "positive"],
        "transcript": ["hello", "hallo", "hallo", ""],
        "split": ["train", "train", "train", "test"],
        "kind": "speech",
        "samples": np.full(4, 16_000),
    }
    kept = trainable(pd.DataFrame(rows), CONFIG.asr.examples.longest_seconds)
    assert list(kept["language"]) == ["en", "de"]
    assert list(kept["transcript"]) == ["hello", ""]
