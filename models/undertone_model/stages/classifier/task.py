"""Train the classifier on cached features; the epoch that is best on validation stays."""

import copy
import logging
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.lr_scheduler import OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from undertone_model.contract import LABELS
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.metrics import area_under_curve, macro_f1
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.stages.classifier.history import History, Streams, rounds
from undertone_model.stages.features.cache import Features
from undertone_model.stages.features.windows import KINDS, worded

BATCH = 64
LEARNING_RATE = 1e-3
AVERAGED = 0.99
"""Of the running mean of the weights, which is what stays, for the weights of the step before."""
SMOOTHING = 0.1
SPEECH_WEIGHT = 0.5
WORDS_WEIGHT = 1.0
"""What the loss of the voice alone counts where the label comes from the words."""
CROSSED_WEIGHT = 0.5
"""What the loss of a voice with the neutral words of another window counts. No corpus here has an English voice that is moved while its words
are not; without such windows the reader's "neutral" drowns it."""
NEUTRAL = LABELS.index("neutral")
LABELLED_KINDS = ("tone", "call", "words", "text")


def train(classifier: AdaptiveClassifier, learn: Features, check: Features, epochs: int, seed: int = 0) -> AdaptiveClassifier:
    """The classifier of the best epoch, by `score` on `check`. The reader stays as it is: the windows are far fewer than what it has read, and
    learning on made it worse (macro-F1 of words on validation 0.56 after three epochs, 0.50 after five)."""
    rng = np.random.default_rng(seed)
    _standardise(classifier, learn)
    history = History(learn, rng)
    weights = class_weights(learn.facts[:, 0])
    classifier.reader.requires_grad_(False)
    learned = [weight for weight in classifier.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=0.05)
    schedule = OneCycleLR(optimiser, LEARNING_RATE, total_steps=epochs * -(-len(learn.facts) // BATCH))
    average = AveragedModel(classifier, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    best, best_score = classifier, -1.0
    for epoch in range(epochs):
        classifier.train()
        classifier.reader.eval()
        for rows, features, words, sounding, facts in batches(learn, rng.permutation(len(learn.facts))):
            blended = classifier.blend(features)
            past = history.before(classifier, rows, blended, sounding)
            adapted, _ = classifier.adaptation(blended, sounding, facts[:, 1].float(), past)
            speech = classifier.listen(_hide(blended), sounding)[1]
            tone, said = classifier.listen(_hide(adapted), sounding)[0], classifier.read(words, sounding)[0]
            loss = _loss(tone, said, speech, facts, weights) + CROSSED_WEIGHT * _crossed_loss(tone, said, facts, weights)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            average.update_parameters(classifier)
        answers = predict(average.module, check)
        scores = score(check.facts, answers.sentiment, answers.speech)
        logging.info("epoch %d: loss %.3f, %s", epoch + 1, loss.item(), {name: round(value, 3) for name, value in scores.items()})
        mean = float(np.mean(list(scores.values())))
        if mean > best_score:
            best, best_score = copy.deepcopy(average.module), mean
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


class Answers(NamedTuple):
    """Of windows: sentiment logits [windows, 3], how far their words were understood [windows, 1], and speech logits [windows]."""

    sentiment: Tensor
    trust: Tensor
    speech: Tensor


@torch.no_grad()
def predict(classifier: AdaptiveClassifier, features: Features, adapted: bool = True) -> Answers:
    """For all windows. Each call is followed in its order; not `adapted`, each window is the first of a new one."""
    classifier.eval()
    size = len(features.facts)
    answers = Answers(torch.zeros(size, 3), torch.zeros(size, 1), torch.zeros(size))
    streams = Streams(features.facts[:, 3])
    for round_rows in rounds(features.facts):
        for rows, values, words, sounding, facts in batches(features, round_rows):
            calls = facts[:, 3].numpy() if adapted else np.full(len(rows), -1)
            *judged, states = classifier.judge(classifier.blend(values), words, sounding, streams.get(calls))
            for all_windows, of_batch in zip(answers, judged, strict=True):
                all_windows[torch.from_numpy(rows)] = of_batch
            streams.set(calls, states)
    return answers


def batches(features: Features, order: np.ndarray) -> Iterator[tuple[np.ndarray, Tensor, Tensor, Tensor, Tensor]]:
    """Rows, layer features, words, mask and facts of BATCH windows after another of `order`."""
    for start in range(0, len(order), BATCH):
        # In rising order, a memory map is read forwards.
        rows = np.sort(order[start : start + BATCH])
        yield (
            rows,
            torch.from_numpy(features.features[rows]).float(),
            torch.from_numpy(features.words[rows]).float(),
            torch.from_numpy(features.mask[rows]).float(),
            torch.from_numpy(features.facts[rows]).long(),
        )


def _loss(tone: Tensor, said: Tensor, speech: Tensor, facts: Tensor, weights: Tensor) -> Tensor:
    """Voice and words are judged together. Where the label comes from the words, the voice, which tells nothing, is to say so."""
    labels, voiced = facts[:, 0], facts[:, 1].float()
    known = labels >= 0
    total = _mean(_sentiment_loss(tone + said, labels, weights), known)
    total = total + WORDS_WEIGHT * _mean(-tone.log_softmax(1).mean(1), known & worded(facts[:, 2]))
    return total + SPEECH_WEIGHT * F.binary_cross_entropy_with_logits(speech, voiced)


def _crossed_loss(tone: Tensor, said: Tensor, facts: Tensor, weights: Tensor) -> Tensor:
    """Of each voice in the batch that was labelled, with the words of a window of neutral ones."""
    labels, by_words = facts[:, 0], worded(facts[:, 2])
    voices, plain = (labels >= 0) & ~by_words, torch.nonzero(by_words & (labels == NEUTRAL))[:, 0]
    if not len(plain):
        return tone.new_zeros(())
    words = said[plain[torch.arange(len(tone)) % len(plain)]]
    return _mean(_sentiment_loss(tone + words, labels, weights), voices)


def _sentiment_loss(logits: Tensor, labels: Tensor, weights: Tensor | None = None) -> Tensor:
    return F.cross_entropy(logits, labels.clamp(min=0), weights, reduction="none", label_smoothing=SMOOTHING)


def _mean(losses: Tensor, rows: Tensor) -> Tensor:
    # By hand: a batch may have none, and the mean of none is NaN.
    return (losses * rows).sum() / rows.sum().clamp(min=1)


def _hide(blended: Tensor) -> Tensor:
    return mask(blended, frames=6, channels=24)


def _standardise(classifier: AdaptiveClassifier, features: Features, most: int = 1500) -> None:
    """Mean and spread of each layer's channels over the steps that hold sound in the first windows that hold speech."""
    rows = np.flatnonzero(features.facts[:, 1] == 1)[:most]
    steps = np.concatenate([features.features[row][:, features.mask[row] == 1] for row in rows], axis=1).astype(np.float32)
    classifier.standardise(torch.from_numpy(steps).transpose(0, 1))
