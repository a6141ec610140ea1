"""Stage 0: targets line up with the frames, masks hide what they say."""

import torch

from undertone_model.config import load_config
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.pretrain.targets import FRAME, RandomQuantizer
from undertone_model.stages.pretrain.task import hidden_frames, hide_samples

SETTINGS = load_config().pretrain


def test_one_code_for_each_frame():
    pcm = 0.1 * torch.randn(2, WINDOW_SAMPLES)
    codes = RandomQuantizer(SETTINGS.codes, SETTINGS.code_width, seed=0)(pcm)
    assert codes.shape == FrontEnd()(pcm)[0].shape[:2]
    assert codes.min() >= 0 and codes.max() < SETTINGS.codes


def test_another_seed_has_other_codes():
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES)
    codes = [RandomQuantizer(SETTINGS.codes, SETTINGS.code_width, seed)(pcm) for seed in (0, 1, 1)]
    assert torch.equal(codes[1], codes[2]) and not torch.equal(codes[0], codes[1])


def test_codes_follow_the_sound_and_not_its_level():
    pcm = 0.1 * torch.randn(1, WINDOW_SAMPLES)
    quantizer = RandomQuantizer(SETTINGS.codes, SETTINGS.code_width, seed=0)
    assert (quantizer(pcm) == quantizer(0.5 * pcm)).float().mean() > 0.95


def test_masked_share():
    share = hidden_frames(200, 207, SETTINGS.masked_share, SETTINGS.span_frames).float().mean()
    assert abs(share - SETTINGS.masked_share) < 0.1


def test_hidden_frames_lose_their_samples():
    pcm = torch.ones(1, WINDOW_SAMPLES)
    hidden = torch.zeros(1, 207, dtype=torch.bool)
    hidden[0, 10] = True
    masked = hide_samples(pcm, hidden, SETTINGS.noise)
    assert (masked[0, 10 * FRAME : 11 * FRAME].abs() < 0.1).all() and (masked == 1).sum() == WINDOW_SAMPLES - FRAME
