"""Train the classifier on cached features; the epoch that is best on validation stays."""

import copy
import logging
from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.lr_scheduler import OneCycleLR

from augmentation.masking import mask as hide
from classifier.features import KINDS, Features
from classifier.reading import Reading
from metrics import area_under_curve, macro_f1
from network.classifier import Classifier
from network.encoder import WIDTH

BATCH = 64
LEARNING_RATE = 1e-3
SMOOTHING = 0.1
SPEECH_WEIGHT = 0.5
READ, READING_WEIGHT = 64, 0.5
"""Sentences read beside each batch of windows, and what their loss counts. Reading before the first window was heard, and then more of it,
made the words that are heard worse (macro-F1 on validation 0.37 instead of 0.44)."""
VOICELESS, WORDLESS = 0.1, 0.1
LABELLED_KINDS = ("tone", "words", "text")


def train(classifier: Classifier, learn: Features, reading: Reading, check: Features, epochs: int, seed: int = 0) -> Classifier:
    """The classifier of the best epoch, by `score` on `check`. Beside each batch of windows it reads READ sentences of `reading`."""
    rng = np.random.default_rng(seed)
    _standardise(classifier, learn)
    weights = class_weights(learn.facts[:, 0])
    optimiser = torch.optim.AdamW(classifier.parameters(), LEARNING_RATE, weight_decay=0.05)
    schedule = OneCycleLR(optimiser, LEARNING_RATE, total_steps=epochs * -(-len(learn.facts) // BATCH))
    best, best_score = classifier, -1.0
    for epoch in range(epochs):
        classifier.train()
        for features, words, sounding, facts in batches(learn, rng.permutation(len(learn.facts))):
            blended = hide(classifier.blend(features), frames=6, channels=24)
            blended, words = _drop_one(blended, words)
            loss = _loss(classifier.classify(blended, words, sounding), facts, weights) + READING_WEIGHT * _read(classifier, reading)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        scores = score(check.facts, *predict(classifier, check))
        logging.info("epoch %d: loss %.3f, %s", epoch + 1, loss.item(), {name: round(value, 3) for name, value in scores.items()})
        mean = float(np.mean(list(scores.values())))
        if mean > best_score:
            best, best_score = copy.deepcopy(classifier), mean
    return best.eval()


def class_weights(labels: np.ndarray) -> Tensor:
    """Inverse frequency of each of the three labels [3], 1 on average over the labelled windows."""
    counts = np.bincount(labels[labels >= 0], minlength=3)
    return torch.from_numpy(counts.sum() / (3 * counts.clip(min=1))).float()


def score(facts: np.ndarray, sentiment: Tensor, speech: Tensor) -> dict[str, float]:
    """Macro-F1 of each kind of labelled window that is there, and the area under the curve of speech presence."""
    scores = {"speech": area_under_curve(facts[:, 1].astype(int), speech.numpy())}
    for kind in LABELLED_KINDS:
        rows = (facts[:, 2] == KINDS.index(kind)) & (facts[:, 0] >= 0)
        if rows.any():
            scores[kind] = macro_f1(facts[rows, 0].astype(int), sentiment[rows].argmax(1).numpy())
    return scores


@torch.no_grad()
def predict(classifier: Classifier, features: Features) -> tuple[Tensor, Tensor]:
    """Logits of all windows: sentiment [windows, 3] and speech [windows]."""
    classifier.eval()
    logits = [classifier(values, words, sounding) for values, words, sounding, _ in batches(features, np.arange(len(features.facts)))]
    return torch.cat([sentiment for sentiment, _ in logits]), torch.cat([speech for _, speech in logits])


def batches(features: Features, order: np.ndarray) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    for start in range(0, len(order), BATCH):
        # In rising order, a memory map is read forwards.
        rows = np.sort(order[start : start + BATCH])
        yield (
            torch.from_numpy(features.features[rows]).float(),
            torch.from_numpy(features.words[rows]).float(),
            torch.from_numpy(features.mask[rows]).float(),
            torch.from_numpy(features.facts[rows]).long(),
        )


def _loss(logits: tuple[Tensor, Tensor], facts: Tensor, weights: Tensor) -> Tensor:
    sentiment, speech = logits
    labels, voiced = facts[:, 0], facts[:, 1].float()
    known = labels >= 0
    # Summed over known labels by hand: a batch may have none, and the mean of none is NaN.
    losses = F.cross_entropy(sentiment, labels.clamp(min=0), weights, reduction="none", label_smoothing=SMOOTHING)
    return (losses * known).sum() / known.sum().clamp(min=1) + SPEECH_WEIGHT * F.binary_cross_entropy_with_logits(speech, voiced)


def _read(classifier: Classifier, reading: Reading) -> Tensor:
    """The loss of sentences read: they have no voice, and a blend of 0 is the average one."""
    words, mask, labels = reading.batch(READ)
    silent = words.new_zeros(*words.shape[:2], WIDTH)
    return F.cross_entropy(classifier.classify(silent, words, mask)[0], labels, label_smoothing=SMOOTHING)


def _drop_one(blended: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
    """Now and then a window is judged by its words alone or by its voice alone, so that neither leans on the other."""
    dice = torch.rand(len(words), 1, 1)
    return blended * (dice >= VOICELESS), words * (dice < 1 - WORDLESS)


def _standardise(classifier: Classifier, features: Features, most: int = 1500) -> None:
    """Mean and spread of each layer's channels over the steps that hold sound in the first windows that hold speech."""
    rows = np.flatnonzero(features.facts[:, 1] == 1)[:most]
    steps = np.concatenate([features.features[row][:, features.mask[row] == 1] for row in rows], axis=1).astype(np.float32)
    classifier.standardise(torch.from_numpy(steps).transpose(0, 1))
