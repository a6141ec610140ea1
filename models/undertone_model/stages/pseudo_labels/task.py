"""Fine-tuning and calibrating the text labeller."""

from collections.abc import Iterator
from itertools import count

import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from undertone_model.config.stages import PseudoLabels
from undertone_model.contract import LABELS
from undertone_model.data.texts import spoken_form
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller
from undertone_model.training.schedule import one_cycle
from undertone_model.training.seeds import generator
from undertone_model.training.task import Task

Batch = tuple[list[str], Tensor]
"""Texts and their labels [batch]."""


class LabellerTask(Task):
    """Learns columns text and label of `table`, the classes cut to the size of the rarest. Some texts lose casing and punctuation, as
    transcripts do."""

    def __init__(self, labeller: SentimentLabeller, table: pd.DataFrame, settings: PseudoLabels, seed: int, device: torch.device):
        balanced = table.groupby("label").sample(table["label"].value_counts().min(), random_state=seed)
        self._pairs = [(text, LABELS.index(label)) for text, label in zip(balanced["text"], balanced["label"])]
        self._settings, self._seed, self.labeller = settings, seed, labeller.to(device).train()
        self.modules, self.weights = {"labeller": labeller}, {"loss": 1.0}
        # Word pieces that these texts do not hold would drift apart from those that they do; the lowest layers cost time and gain nothing.
        for part in (labeller.encoder.embeddings, *labeller.encoder.encoder.layer[: settings.frozen_layers]):
            part.requires_grad_(False)
        self.learned = [weight for weight in labeller.parameters() if weight.requires_grad]
        self.optimiser = torch.optim.AdamW(self.learned, lr=settings.learning_rate, weight_decay=settings.weight_decay)
        self.schedule = one_cycle(self.optimiser, settings.learning_rate, self.steps + 1, settings.warm_up_share, anneal="linear")

    @property
    def steps(self) -> int:
        return self._settings.epochs * self._in_epoch // self._settings.loop.accumulate

    @property
    def _in_epoch(self) -> int:
        """Batches."""
        return -(-len(self._pairs) // self._settings.batch_size)

    def batches(self, start: int) -> Iterator[Batch]:
        """Of texts of like length, in random order, epoch after epoch."""
        for epoch in count(start // self._in_epoch):
            yield from self._epoch(epoch)[start % self._in_epoch if epoch == start // self._in_epoch else 0 :]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        texts, labels = batch
        return {"loss": cross_entropy(self.labeller(texts), labels)}

    def _epoch(self, epoch: int) -> list[Batch]:
        rng, size = generator(self._seed, "labeller", epoch), self._settings.batch_size
        pairs = [self._pairs[i] for i in rng.permutation(len(self._pairs))]
        result = []
        for start in range(0, len(pairs), size * self._settings.pool):
            by_length = sorted(pairs[start : start + size * self._settings.pool], key=lambda pair: len(pair[0]))
            batches = [by_length[i : i + size] for i in range(0, len(by_length), size)]
            result += [batches[i] for i in rng.permutation(len(batches))]
        return [self._batch(pairs, rng) for pairs in result]

    def _batch(self, pairs: list[tuple[str, int]], rng) -> Batch:
        texts = [spoken_form(text) if rng.random() < self._settings.spoken_share else text for text, _ in pairs]
        return texts, torch.tensor([label for _, label in pairs])


def calibrate(labeller: SentimentLabeller, table: pd.DataFrame) -> None:
    """Set the temperature that fits the labels of texts not trained on."""
    labeller.eval()
    with torch.inference_mode():
        logits = torch.cat([labeller(list(table["text"][i : i + 64])) for i in range(0, len(table), 64)])
    logits, labels = logits.clone(), torch.tensor([LABELS.index(label) for label in table["label"]], device=logits.device)
    log_temperature = torch.zeros((), requires_grad=True, device=logits.device)
    optimiser = torch.optim.LBFGS([log_temperature], max_iter=50)

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = cross_entropy(logits / log_temperature.exp(), labels)
        loss.backward()
        return loss

    optimiser.step(closure)
    labeller.temperature.copy_(log_temperature.detach().exp())
