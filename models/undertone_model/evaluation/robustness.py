"""What rooms, noise, codecs, lines, rates, levels and missing halves cost."""

from dataclasses import asdict
from functools import partial

import numpy as np
import pandas as pd

from undertone_model.contract import HOP_SAMPLES
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.data.augmentation.channel import level, opus, speed, telephone
from undertone_model.data.table import thinned
from undertone_model.evaluation.model import Change, Model, guesses
from undertone_model.evaluation.sets import TONE, WORDS, truth
from undertone_model.metrics import figure, recall_mean

_WORDS, _TONE_PER_CORPUS = 150, 20


def conditions(augmenter: Augmenter) -> dict[str, Change | None]:
    """By name; `augmenter` holds noises and rooms never trained on."""
    return {
        "as it is": None,
        **{f"noise at {snr} dB": partial(augmenter.noise, snr_db=snr) for snr in (15, 10, 5, 0)},
        "room": augmenter.room,
        **{f"Opus {kbps} kbit/s": lambda pcm, rng, kbps=kbps: opus(pcm, kbps) for kbps in (24, 12, 8)},
        "telephone band": lambda pcm, rng: telephone(pcm),
        **{f"rate {factor:.0%}": lambda pcm, rng, factor=factor: speed(pcm, factor) for factor in (0.95, 1.05)},
        "at -50 dBFS": lambda pcm, rng: level(pcm, -50),
        "at -6 dBFS, clipped": lambda pcm, rng: np.clip(level(pcm, -6), -1, 1),
        "first 2.5 s only": lambda pcm, rng: pcm[:HOP_SAMPLES],
    }


def robustness_figures(model: Model, sets: dict[str, pd.DataFrame], augmenter: Augmenter) -> dict:
    """UAR of words and of tone (all corpora in equal parts) under each condition."""
    samples = {
        "words": thinned(sets[WORDS], _WORDS),
        "tone": pd.concat([thinned(rows, _TONE_PER_CORPUS) for name, rows in sets.items() if name in TONE], ignore_index=True),
    }
    return {
        name: {
            kind: asdict(figure(recall_mean, truth(rows), guesses(model.clips(rows, change)), resamples=300))
            for kind, rows in samples.items()
        }
        for name, change in conditions(augmenter).items()
    }
