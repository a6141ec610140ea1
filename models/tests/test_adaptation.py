"""Adaptation starts from the training statistics and ends at the speaker's."""

import torch

from network.adaptation import STATE, Adaptation
from network.encoder import WIDTH

NOTHING = torch.zeros(1, STATE)
EVERYWHERE, SPEECH = torch.ones(1, 50), torch.ones(1)


@torch.no_grad()
def test_a_long_call_is_standardised_by_its_own_statistics():
    adaptation, state = Adaptation(), NOTHING
    for _ in range(400):
        blended = 3 + 2 * torch.randn(1, 50, WIDTH)
        adapted, state = adaptation(blended, EVERYWHERE, SPEECH, state)
    assert adapted.mean().abs() < 0.1 and abs(adapted.std() - 1) < 0.1


@torch.no_grad()
def test_what_is_no_speech_changes_nothing():
    blended = 3 + torch.randn(1, 50, WIDTH)
    adapted, state = Adaptation()(blended, EVERYWHERE, torch.zeros(1), NOTHING)
    assert torch.equal(state, NOTHING)
    torch.testing.assert_close(adapted, blended)


@torch.no_grad()
def test_masked_steps_do_not_count():
    blended = torch.randn(1, 50, WIDTH)
    half = torch.cat([torch.ones(1, 25), torch.zeros(1, 25)], dim=1)
    _, state = Adaptation()(blended, half, SPEECH, NOTHING)
    torch.testing.assert_close(state[0, 1 : 1 + WIDTH], blended[0, :25].sum(0))
