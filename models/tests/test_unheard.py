"""The probe of corpora never heard tells what hearing them, or centring them, would be worth."""

import numpy as np

from experiments.unheard import report

LAYERS, CLIPS = 2, 60


def corpora(seed: int, lines: dict[str, float]) -> dict:
    """Each label lies elsewhere on the first channel of layer 1; each corpus moves it by its own line. Layer 0 is noise."""
    rng = np.random.default_rng(seed)
    labels = np.arange(CLIPS) % 3
    made = {}
    for name, line in lines.items():
        features = rng.normal(0, 0.1, (CLIPS, LAYERS, 4))
        features[:, 1, 0] += labels + line
        made[name] = features, labels
    return made


def test_a_strange_line_is_mended_by_centring():
    lines = {"a": 0.0, "b": 0.0, "c": 0.0, "far": 1.5}
    figures = report(corpora(0, lines), corpora(1, lines))
    assert figures["unheard"]["layer"] == 1
    assert figures["unheard"]["far"] < 0.5 < 0.8 < figures["unheard, centred"]["far"]
    assert figures["heard"]["mean"] > figures["unheard"]["mean"]
    assert figures["clips"]["far"] == [CLIPS, CLIPS]
