"""What the voice alone says, and what words leave of it."""

import numpy as np
import pandas as pd

from experiments.voice import recalls, strangers

LABELS = np.arange(60) % 3
NEUTRAL_WORDS = np.array([[-0.5, 0.5, -0.5]] * 4)


def test_neutral_words_drown_a_quiet_voice_and_leave_a_loud_one():
    right = np.eye(3)[LABELS]
    quiet, loud = (recalls(scale * right, 0 * right, NEUTRAL_WORDS, LABELS) for scale in (0.1, 5.0))
    assert quiet["voice alone"] == loud["voice alone"] == loud["beside neutral words"] == 1
    assert quiet["beside neutral words"] < 0.4
    assert quiet["spread"] < loud["spread"]


def test_only_speakers_of_whom_nothing_was_learned_are_asked():
    rows = [(corpus, split, use) for corpus, use in (("emodb", "open"), ("nemo", "research")) for split in ("train", "valid", "test")]
    table = pd.DataFrame(rows, columns=["corpus", "split", "use"]).assign(
        kind="speech", label="neutral", clip=[str(i) for i in range(len(rows))]
    )
    assert {name: len(clips) for name, clips in strangers(table, "open", 10).items()} == {"emodb": 1, "nemo": 2}
    assert {name: len(clips) for name, clips in strangers(table, "research", 10).items()} == {"emodb": 1, "nemo": 1}
