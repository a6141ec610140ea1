"""The network keeps the SDK's contract, whatever its weights."""

import pytest
import torch

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.ctc_head import BLANK
from undertone_model.network.earlier import SENTIMENT, SPEECH, attentive_head
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.pooled_frames import pool_frames, pool_layers
from undertone_model.network.undertone import Undertone
from undertone_model.network.voice_channel import STATE

NEW = torch.zeros(2, STATE)


@pytest.fixture(scope="module")
def network() -> Undertone:
    torch.manual_seed(0)
    return Undertone().eval()


@torch.inference_mode()
@pytest.mark.parametrize("level", [0.0, 1e-7, 1e-3, 1.0])
def test_any_level_gives_probabilities(network, level):
    sentiment, speech, state = network(level * torch.randn(2, WINDOW_SAMPLES).clamp(-1, 1), NEW)
    assert sentiment.shape == (2, 3) and speech.shape == (2,)
    assert state.shape == (2, STATE) and state.isfinite().all()
    torch.testing.assert_close(sentiment.sum(1), torch.ones(2))
    assert ((speech >= 0) & (speech <= 1)).all()


@torch.inference_mode()
def test_digital_silence_holds_no_speech_and_teaches_nothing_of_the_speaker(network):
    before = torch.randn(1, STATE).abs()
    _, speech, state = network(torch.zeros(1, WINDOW_SAMPLES), before)
    assert speech == 0 and torch.equal(state, before)


@torch.inference_mode()
def test_what_is_hardly_speech_hardly_becomes_the_speaker(network):
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES)
    counts = []
    for bias in (-6.0, 6.0):
        network.speech_head.answer.bias.fill_(bias)
        _, speech, state = network(pcm, NEW[:1])
        counts.append(state[0, 0].item())
        assert counts[-1] == pytest.approx(speech.item() * 207, rel=1e-3)
    network.speech_head.answer.bias.zero_()
    assert counts[0] < 0.05 * counts[1]


@torch.inference_mode()
def test_level_does_not_matter(network):
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES)
    torch.testing.assert_close(network(pcm, NEW[:1])[0], network(0.2 * pcm, NEW[:1])[0], rtol=0, atol=1e-4)


@torch.inference_mode()
def test_padding_changes_little():
    """Zeros at the end give (but for the last frames, which straddle it) the frames of the clip alone."""
    torch.manual_seed(0)
    front_end, encoder = FrontEnd(), Encoder()
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES // 2)
    alone, mask = front_end(pcm)
    padded, padded_mask = front_end(torch.nn.functional.pad(pcm, (0, WINDOW_SAMPLES // 2)))
    kept = alone.shape[1] - 2
    torch.testing.assert_close(padded[:, :kept], alone[:, :kept], rtol=0, atol=1e-3)
    assert mask.sum() <= padded_mask.sum() <= mask.sum() + 2
    difference = encoder(padded, padded_mask)[-1][:, :kept] - encoder(alone, mask)[-1][:, :kept]
    assert difference.abs().mean() < 0.1


@torch.inference_mode()
def test_a_padded_clip_is_answered_as_the_clip_alone(network):
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES // 2)
    alone, padded = network(pcm, NEW[:1]), network(torch.nn.functional.pad(pcm, (0, WINDOW_SAMPLES // 2)), NEW[:1])
    for one, other in zip(alone[:2], padded[:2], strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=0.02)
    # The same is added, but for the frames that straddle the end.
    means = [state[0, 1:] / state[0, 0] for _, _, state in (alone, padded)]
    assert (means[0] - means[1]).abs().mean() < 0.02 < means[0].abs().mean()
    assert alone[2][0, 0] == pytest.approx(padded[2][0, 0].item(), rel=0.05)


def test_pooling_leaves_masked_frames_out():
    frames = torch.tensor([[[1.0], [3.0], [100.0], [100.0], [100.0]]])
    pooled, mask = pool_frames(frames, torch.tensor([[1.0, 1.0, 0.0, 0.0, 0.0]]))
    assert pooled.tolist() == [[[2.0], [0.0]]] and mask.tolist() == [[1.0, 0.0]]


@torch.inference_mode()
def test_nothing_is_said_in_digital_silence(network):
    frames, mask = torch.randn(1, 8, WIDTH), torch.tensor([[0.0, 0, 1, 0, 1, 1, 0, 0]])
    logits, ctc_mask = network.ctc_head(frames, mask)
    assert ctc_mask.tolist() == [[0, 1, 1, 0]]
    blank = logits.softmax(2)[0, :, BLANK]
    assert (blank[[0, 3]] > 0.999).all() and (blank[[1, 2]] < 0.5).all()


def unlike_a_new_one(head: AttentiveHead) -> AttentiveHead:
    torch.nn.init.uniform_(head.std, 0.5, 2.0)
    torch.nn.init.normal_(head.mean)
    torch.nn.init.normal_(head.mix)
    return head.eval()


@torch.inference_mode()
def test_shipped_blend_is_the_trained_one(network):
    """Training blends pooled features, the graph blends frames and pools then: the same."""
    unlike_a_new_one(network.speech_head)
    pcm = torch.cat([0.1 * torch.randn(1, 50_000), torch.zeros(1, 30_000)], dim=1)
    frames, mask = network.front_end(pcm)
    layers, pooled_mask = pool_layers(network.encoder(frames, mask), mask)
    trained = network.presence(network.speech_head(layers, pooled_mask), pooled_mask)
    torch.testing.assert_close(network(pcm, NEW[:1])[1], trained, rtol=1e-3, atol=1e-4)


@torch.inference_mode()
def test_a_head_takes_over_the_blend_of_another():
    one, other = unlike_a_new_one(AttentiveHead(3)), AttentiveHead(3)
    other.take_blend(*one.blend_weights())
    features = torch.randn(2, LAYERS + 1, 5, WIDTH)
    torch.testing.assert_close(other.blend(features), one.blend(features), rtol=1e-4, atol=1e-4)


def test_each_answer_of_an_old_classifier_becomes_a_head():
    state = AttentiveHead(1).state_dict()
    answers = {"sentiment.weight": torch.ones(3, 192), "sentiment.bias": torch.ones(3), "speech.weight": 2 * torch.ones(1, 192)}
    old = {name: value for name, value in state.items() if not name.startswith(("attend", "answer"))} | answers
    old |= {
        "speech.bias": torch.zeros(1),
        "attend.weight": torch.stack([torch.zeros(192), torch.ones(192)]),
        "attend.bias": torch.arange(2.0),
    }
    old |= {"reader.project.weight": torch.zeros(1), "trust.middle": torch.zeros(()), "lexical_head.norm.weight": torch.zeros(1)}
    for answer, outputs in ((SENTIMENT, 3), (SPEECH, 1)):
        head = AttentiveHead(outputs)
        head.load_state_dict(attentive_head(old, answer))
        assert (head.attend.weight == (answer == SPEECH)).all() and (head.answer.weight == (2 if answer == SPEECH else 1)).all()
    assert attentive_head(state, SPEECH).keys() == state.keys()
