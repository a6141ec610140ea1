"""What the trials of the voice channel make of the corpora."""

import numpy as np

from experiments.voice_trials import aligned, mixed
from undertone_model.stages.voice.fit import even_mean
from undertone_model.stages.voice.statistics import ClipStatistics

CLIPS, WIDTH = 200, 4


def corpus(seed: int, centre: float, spread: float) -> ClipStatistics:
    """Two emotions, a whole spread apart on the first statistic."""
    rng = np.random.default_rng(seed)
    emotion = np.arange(CLIPS) % 2
    statistics = rng.normal(centre, spread, (CLIPS, WIDTH))
    statistics[:, 0] += spread * emotion
    names = np.array([f"{centre}-{i}" for i in range(CLIPS)])
    return ClipStatistics(statistics.astype(np.float32), np.ones(CLIPS, np.float32), emotion, names, names)


CORPORA = {"near": corpus(0, 0.0, 1.0), "far": corpus(1, 20.0, 3.0)}


def test_a_mixed_clip_lies_between_two_of_its_emotion():
    made = mixed(CORPORA, seed=0)
    part = made["near, mixed"]
    assert np.array_equal(part.emotion, CORPORA["near"].emotion)
    # Around its corpus's own centre, not between the two, and halfway between the spreads: half of each.
    assert np.allclose(even_mean(part), even_mean(CORPORA["near"]), atol=0.5)
    assert np.allclose(part.statistics[:, 1:].std(0), np.hypot(0.5, 1.5), rtol=0.15)


def test_one_corpus_alone_cannot_be_mixed():
    assert mixed({"near": CORPORA["near"]}, seed=0) == {}


def test_aligned_corpora_keep_their_centres_and_share_a_spread():
    for whole in (False, True):
        made = aligned(CORPORA, whole)
        spreads = {name: part.statistics[:, 1:].std(0) for name, part in made.items()}
        assert np.allclose(spreads["near"], spreads["far"], rtol=0.1)
        assert np.allclose(even_mean(made["far"]), even_mean(CORPORA["far"]), atol=0.1)
