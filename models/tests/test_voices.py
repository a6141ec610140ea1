import os
import shutil

import numpy as np
import pytest

from synthesis.voices import SHARES, VOICES

pytestmark = pytest.mark.skipif(
    "UNDERTONE_SMOKE" not in os.environ or not shutil.which("flite") or not shutil.which("espeak-ng"),
    reason="asks every synthesiser to speak",
)


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_speaks_and_varies(voice):
    first, second = (VOICES[voice]("Well, thank you so much.", np.random.default_rng(seed)) for seed in (1, 2))
    assert 0.5 * 16_000 < len(first) < 4 * 16_000 and np.isfinite(first).all() and np.abs(first).max() > 0.05
    assert len(first) != len(second)


def test_no_voice_is_in_two_splits():
    voices = [voice for shares in SHARES.values() for voice in shares]
    assert sorted(voices) == sorted(VOICES)
