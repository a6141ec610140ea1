"""How voice and words come out on corpora that are left out: by corpus, by emotion, and whether the probabilities mean what they say."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from undertone_model.data.emotions import emotion
from undertone_model.metrics import calibration_error, figure, recall_mean
from undertone_model.network.fusion import Fusion
from undertone_model.network.voice_channel import EMOTIONS
from undertone_model.stages.fusion.examples import Examples
from undertone_model.stages.fusion.fit import logits

BINS = 10


def by_corpus(label: np.ndarray, probabilities: np.ndarray, corpus: np.ndarray) -> dict:
    """UAR and calibration error."""
    return {
        str(name): {
            "UAR": asdict(figure(recall_mean, label[mine], probabilities[mine].argmax(1))),
            "calibration error": calibration_error(label[mine], probabilities[mine]),
        }
        for name in np.unique(corpus)
        for mine in [corpus == name]
    }


def by_emotion(emotions: np.ndarray, probabilities: np.ndarray, corpus: np.ndarray) -> dict:
    """Of each emotion how often it gets each label (`labels` [3]): the mean over the corpora that have it, and their names."""
    report = {}
    for name in [name for name in EMOTIONS if (emotions == name).any()]:
        having = [str(each) for each in np.unique(corpus[emotions == name])]
        shares = [np.eye(3)[probabilities[(emotions == name) & (corpus == each)].argmax(1)].mean(0) for each in having]
        report[name] = {
            "labels": np.mean(shares, axis=0).tolist(),
            "corpora": {each: share.tolist() for each, share in zip(having, shares)},
            "clips": int((emotions == name).sum()),
        }
    return report


def reliability(label: np.ndarray, probabilities: np.ndarray, weight: np.ndarray) -> list[dict]:
    """By bin of the likeliest label's probability: its mean `said`, the share that was `right`, and the bin's `share` of all; `weight` [clips]."""
    said, right = probabilities.max(1), probabilities.argmax(1) == label
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    total = np.bincount(place, weight, BINS)
    means = [np.bincount(place, weight * values, BINS) / np.maximum(total, 1e-12) for values in (said, right)]
    return [
        {"said": float(means[0][i]), "right": float(means[1][i]), "share": float(total[i] / total.sum())} for i in np.flatnonzero(total > 0)
    ]


def stranger_figures(voice: dict[str, np.ndarray], table: pd.DataFrame, kinds: dict[str, Examples], fusion: Fusion) -> dict:
    """`voice`: what the run of `voice` answered to strangers; `kinds`: the examples of `fusion`. `moved` ones are the same voices, in order."""
    raw = table.set_index("clip")["emotion"].loc[voice["clip"]]
    emotions = raw.map(emotion).to_numpy()
    report = {
        "voice": {
            "corpora": by_corpus(voice["label"], np.exp(voice["voice"]), voice["corpus"]),
            "emotions": by_emotion(emotions, voice["voice"], voice["corpus"]),
        }
    }
    for kind, examples in kinds.items():
        label, probabilities = examples.label.numpy(), logits(fusion, examples).softmax(1).numpy()
        report[kind] = {
            "corpora": by_corpus(label, probabilities, examples.corpus),
            "reliability": reliability(label, probabilities, examples.weight.numpy()),
        }
        if kind == "moved":
            report[kind]["emotions"] = by_emotion(emotions, probabilities, examples.corpus)
    return report
