"""The network keeps the SDK's contract, whatever its weights."""

import pytest
import torch

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.adaptation import STATE, AdaptiveClassifier
from undertone_model.network.classifier import layer_features, pool_frames, pool_pieces
from undertone_model.network.ctc_head import BLANK, CTCHead
from undertone_model.network.encoder import WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone

NEW = torch.zeros(2, STATE)


@pytest.fixture(scope="module")
def network() -> Undertone:
    torch.manual_seed(0)
    return Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier()).eval()


@torch.inference_mode()
@pytest.mark.parametrize("level", [0.0, 1e-7, 1e-3, 1.0])
def test_any_level_gives_probabilities(network, level):
    sentiment, speech, state = network(level * torch.randn(2, WINDOW_SAMPLES).clamp(-1, 1), NEW)
    assert sentiment.shape == (2, 3) and speech.shape == (2,) and state.isfinite().all()
    torch.testing.assert_close(sentiment.sum(1), torch.ones(2))
    assert ((speech >= 0) & (speech <= 1)).all()


@torch.inference_mode()
def test_digital_silence_holds_no_speech(network):
    assert network(torch.zeros(1, WINDOW_SAMPLES), NEW[:1])[1] == 0


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


@torch.inference_mode()
def test_shipped_blend_is_the_trained_one(network):
    """Training blends pooled features, the graph blends frames and pools then: the same."""
    torch.nn.init.uniform_(network.classifier.std, 0.5, 2.0)
    torch.nn.init.normal_(network.classifier.mean)
    torch.nn.init.normal_(network.classifier.mix)
    pcm = torch.cat([0.1 * torch.randn(1, 50_000), torch.zeros(1, 30_000)], dim=1)
    frames, mask = network.front_end(pcm)
    outputs = network.encoder(frames, mask)
    layers = [pool_frames(layer, mask)[0] for layer in layer_features(outputs)]
    words, step_mask = pool_pieces(*network.ctc_head(outputs[-1], mask)), pool_frames(frames, mask)[1]
    trained = network.classifier(torch.stack(layers, 1), words, step_mask)
    torch.testing.assert_close(network.classifier.classify(*network.pooled_features(pcm))[0], trained[0], rtol=1e-3, atol=1e-4)
