"""What a classifier answers to cached windows, and how good that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from undertone_model.metrics import area_under_curve, macro_f1
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.stages.classifier.history import Streams, rounds
from undertone_model.stages.features.cache import Features
from undertone_model.stages.features.windows import KINDS
from undertone_model.training.device import moved

LABELLED_KINDS = ("tone", "call", "words", "text")
BATCH = 64


@dataclass
class Batch:
    """Cached windows `rows`: features [batch, layers, pooled_frames, 288], pieces [batch, pooled_frames, PIECES], mask [batch,
    pooled_frames], and of each window [batch] label, speech, kind and call as in `features.cache.FACTS`."""

    rows: np.ndarray
    features: Tensor
    pieces: Tensor
    mask: Tensor
    label: Tensor
    speech: Tensor
    kind: Tensor
    call: Tensor


def read_batch(features: Features, rows: np.ndarray) -> Batch:
    """In rising order: a memory map is read forwards."""
    rows = np.sort(rows)
    facts = features.facts[rows]
    values = (torch.from_numpy(part[rows]).float() for part in (features.features, features.pieces, features.mask))
    return Batch(rows, *values, *(torch.from_numpy(facts[field].astype(np.int64)) for field in ("label", "speech", "kind", "call")))


def batches(features: Features, order: np.ndarray, size: int = BATCH) -> Iterator[Batch]:
    """`size` windows after another of `order`."""
    return (read_batch(features, order[start : start + size]) for start in range(0, len(order), size))


class Answers(NamedTuple):
    """Of windows: sentiment logits [windows, 3], how far their words were understood [windows, 1], and speech logits [windows]."""

    sentiment: Tensor
    confidence: Tensor
    speech: Tensor


@torch.no_grad()
def predict(classifier: AdaptiveClassifier, features: Features, adapted: bool = True) -> Answers:
    """For all windows. Each call is followed in its order; not `adapted`, each window is the first of a new one."""
    classifier.eval()
    device, size = classifier.mix.device, len(features.facts)
    answers = Answers(torch.zeros(size, 3), torch.zeros(size, 1), torch.zeros(size))
    streams = Streams(features.facts["call"], device)
    for round_rows in rounds(features.facts["call"]):
        for batch in batches(features, round_rows):
            batch = moved(batch, device)
            calls = batch.call if adapted else torch.full_like(batch.call, -1)
            *answer, states = classifier.forward_stream(classifier.blend(batch.features), batch.pieces, batch.mask, streams.get(calls))
            for all_windows, of_batch in zip(answers, answer, strict=True):
                all_windows[torch.from_numpy(batch.rows)] = of_batch.cpu()
            streams.set(calls, states)
    return answers


def score(facts: np.ndarray, sentiment: Tensor, speech: Tensor) -> dict[str, float]:
    """Macro-F1 of each kind of labelled window that is there, and the area under the curve of speech presence."""
    scores = {"speech": area_under_curve(facts["speech"].astype(int), speech.numpy())}
    for kind in LABELLED_KINDS:
        rows = (facts["kind"] == KINDS.index(kind)) & (facts["label"] >= 0)
        if rows.any():
            scores[kind] = macro_f1(facts["label"][rows].astype(int), sentiment[rows].argmax(1).numpy())
    return scores
