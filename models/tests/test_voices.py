import os
import shutil

import numpy as np
import pytest

from undertone_model.config import load_config
from undertone_model.stages.synthesis.voices import voices

SETTINGS = load_config().synthesis
VOICES = voices(SETTINGS)

pytestmark = pytest.mark.skipif(
    "UNDERTONE_SMOKE" not in os.environ or not shutil.which("flite") or not shutil.which("espeak-ng"),
    reason="asks every synthesiser to speak",
)


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_speaks_and_varies(voice):
    spoken = [VOICES[voice]("Well, thank you so much.", np.random.default_rng(seed)) for seed in range(4)]
    for pcm in spoken:
        assert 0.5 * 16_000 < len(pcm) < 4 * 16_000 and np.isfinite(pcm).all() and np.abs(pcm).max() > 0.05
    # Piper draws durations of its own in whole frames, so that two of these may well last equally long.
    assert len({len(pcm) for pcm in spoken}) > 1


def test_every_voice_has_a_share_of_one_split():
    shares = SETTINGS.voices.model_dump().values()
    assert sorted(voice for of_split in shares for voice in of_split) == sorted(VOICES)
    assert [sum(of_split.values()) for of_split in shares] == pytest.approx([1.0] * len(shares))
