import numpy as np
import pytest
import torch

from undertone_model.config import load_config
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.augmentation.channel import level, opus, rms, speed, telephone
from undertone_model.data.augmentation.room import add_noise, reverberate, simulated_response
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.data.windows import placed

RATE = 16_000
CONFIG = load_config()


@pytest.fixture
def tone() -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 1000 * np.arange(WINDOW_SAMPLES) / RATE)).astype(np.float32)


def test_noise_has_the_asked_level(tone):
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(2 * WINDOW_SAMPLES).astype(np.float32)
    added = add_noise(tone, noise, 10, rng) - tone
    assert 20 * np.log10(rms(tone) / rms(added)) == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(
    "through",
    [telephone, lambda pcm: opus(pcm, 24), lambda pcm: reverberate(pcm, simulated_response(np.random.default_rng(0), CONFIG.augmentation))],
)
def test_length_is_kept_and_the_tone_survives(tone, through):
    heard = through(tone)
    assert heard.shape == tone.shape and heard.dtype == np.float32
    assert np.abs(np.fft.rfft(heard)).argmax() == 1000 * WINDOW_SAMPLES // RATE


def test_telephone_cuts_the_bass():
    hum = (0.3 * np.sin(2 * np.pi * 60 * np.arange(WINDOW_SAMPLES) / RATE)).astype(np.float32)
    assert rms(telephone(hum)) < 0.1 * rms(hum)


def test_level_and_speed(tone):
    assert 20 * np.log10(rms(level(tone, -30))) == pytest.approx(-30, abs=0.01)
    assert len(speed(tone, 1.05)) == pytest.approx(WINDOW_SAMPLES / 1.05, abs=2)


@pytest.mark.parametrize("length", [1000, WINDOW_SAMPLES - 1, WINDOW_SAMPLES, 3 * WINDOW_SAMPLES])
def test_placed_keeps_at_least_half_of_a_clip(length):
    for seed in range(20):
        window = placed(np.ones(length, np.float32), np.random.default_rng(seed), CONFIG.windows.placement)
        assert window.shape == (WINDOW_SAMPLES,) and window.sum() >= min(length, WINDOW_SAMPLES) // 2


def test_masks_hide_stripes():
    torch.manual_seed(0)
    masked = mask(torch.ones(4, 100, 288), CONFIG.asr.spec_augment)
    hidden = (masked == 0).float().mean((1, 2))
    assert (hidden < 0.5).all() and hidden.sum() > 0


def test_how_much_of_a_clip_is_lost_at_an_edge_is_set():
    whole = load_config(settings=["windows.placement.lost_share=0"]).windows.placement
    for seed in range(20):
        assert placed(np.ones(3000, np.float32), np.random.default_rng(seed), whole).sum() == 3000


def test_simulated_rooms_follow_fewer_reflections_where_asked():
    def length(*settings: str) -> int:
        return len(simulated_response(np.random.default_rng(0), load_config(settings=settings).augmentation))

    assert length("augmentation.room_reflections=1") < length()
