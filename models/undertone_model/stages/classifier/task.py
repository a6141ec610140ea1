"""Stage 2: train the classifier on cached features; the epoch that is best on validation stays."""

import copy
from collections.abc import Iterator
from itertools import count

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.lr_scheduler import OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from undertone_model.config.stages import Classifier as Settings
from undertone_model.contract import LABELS
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.stages.classifier.history import History
from undertone_model.stages.classifier.prediction import Batch, predict, read_batch, score
from undertone_model.stages.features.cache import Features
from undertone_model.stages.features.windows import worded
from undertone_model.training.seeds import generator
from undertone_model.training.task import Task

NEUTRAL = LABELS.index("neutral")


class ClassifierTask(Task):
    """A running mean of the weights is what stays, at the epoch that is best on `check`: `best`.

    The lexical head stays as it is: the windows are far fewer than what it has read, and learning on made it worse (macro-F1 of words on
    validation 0.56 after three epochs, 0.50 after five).
    """

    def __init__(
        self, classifier: AdaptiveClassifier, learn: Features, check: Features, settings: Settings, seed: int, device: torch.device
    ):
        self._learn, self._check, self._settings, self._seed = learn, check, settings, seed
        self._classifier = classifier.to(device)
        self._standardise()
        self._history = History(learn, settings.history)
        self._class_weights = class_weights(learn.facts["label"]).to(device)
        classifier.lexical_head.requires_grad_(False)
        self.learned = [weight for weight in classifier.parameters() if weight.requires_grad]
        self.optimiser = torch.optim.AdamW(self.learned, settings.learning_rate, weight_decay=settings.weight_decay)
        self.schedule = OneCycleLR(self.optimiser, settings.learning_rate, total_steps=self.steps, pct_start=settings.warm_up_share)
        self._average = AveragedModel(classifier, multi_avg_fn=get_ema_multi_avg_fn(settings.average))
        self.best = copy.deepcopy(classifier)
        self.modules = {"classifier": classifier, "average": self._average, "best": self.best}
        self.weights = {
            "sentiment": 1.0,
            "lexical": settings.lexical_weight,
            "speech": settings.speech_weight,
            "crossed": settings.crossed_weight,
        }
        self.evaluate_every = max(self._in_epoch // settings.loop.accumulate, 1)

    @property
    def steps(self) -> int:
        return self._settings.epochs * max(self._in_epoch // self._settings.loop.accumulate, 1)

    @property
    def _in_epoch(self) -> int:
        """Batches."""
        return -(-len(self._learn.facts) // self._settings.batch_size)

    def batches(self, start: int) -> Iterator[tuple[int, Batch]]:
        """With their number, of which what is drawn for them is a function."""
        size = self._settings.batch_size
        for number in count(start):
            epoch, place = divmod(number, self._in_epoch)
            order = generator(self._seed, "order", epoch).permutation(len(self._learn.facts))
            yield number, read_batch(self._learn, order[place * size : (place + 1) * size])

    def losses(self, batch: tuple[int, Batch]) -> dict[str, Tensor]:
        """`sentiment` judges voice and words together; `lexical` teaches the voice to say nothing where the label is the words'; `crossed`
        puts neutral words of another window beside a labelled voice. No corpus here has an English voice that is moved while its words are
        not; without such windows the lexical head's "neutral" drowns it."""
        number, windows = batch
        self._classifier.train()
        self._classifier.lexical_head.eval()
        blended = self._classifier.blend(windows.features)
        past = self._history.before(self._classifier, windows.rows, blended, windows.mask, generator(self._seed, "history", number))
        adapted, _ = self._classifier.adaptation(blended, windows.mask, windows.speech.float(), past)
        speech = self._classifier.acoustic_logits(mask(blended, self._settings.spec_augment), windows.mask)[1]
        acoustic = self._classifier.acoustic_logits(mask(adapted, self._settings.spec_augment), windows.mask)[0]
        lexical = self._classifier.lexical_logits(windows.pieces, windows.mask)[0]
        known, by_words = windows.label >= 0, worded(windows.kind)
        return {
            "sentiment": _mean(self._sentiment_loss(acoustic + lexical, windows.label), known),
            "lexical": _mean(-acoustic.log_softmax(1).mean(1), known & by_words),
            "speech": F.binary_cross_entropy_with_logits(speech, windows.speech.float()),
            "crossed": self._crossed_loss(acoustic, lexical, windows.label, by_words),
        }

    def updated(self) -> None:
        self._average.update_parameters(self._classifier)

    def evaluate(self) -> dict[str, float]:
        """By kind of validation window."""
        answers = predict(self._average.module, self._check)
        return score(self._check.facts, answers.sentiment, answers.speech)

    def keep(self) -> None:
        self.best.load_state_dict(self._average.module.state_dict())

    def _crossed_loss(self, acoustic: Tensor, lexical: Tensor, labels: Tensor, by_words: Tensor) -> Tensor:
        """Of each voice in the batch that was labelled, with the words of a window of neutral ones."""
        voices, plain = (labels >= 0) & ~by_words, torch.nonzero(by_words & (labels == NEUTRAL))[:, 0]
        if not len(plain):
            return acoustic.new_zeros(())
        words = lexical[plain[torch.arange(len(acoustic), device=plain.device) % len(plain)]]
        return _mean(self._sentiment_loss(acoustic + words, labels), voices)

    def _sentiment_loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        smoothing = self._settings.label_smoothing
        return F.cross_entropy(logits, labels.clamp(min=0), self._class_weights, reduction="none", label_smoothing=smoothing)

    def _standardise(self) -> None:
        """Mean and spread of each layer's channels over the pooled frames that hold sound in the first windows that hold speech."""
        rows = np.flatnonzero(self._learn.facts["speech"] == 1)[: self._settings.standardised_windows]
        frames = np.concatenate([self._learn.features[row][:, self._learn.mask[row] == 1] for row in rows], axis=1)
        self._classifier.standardise(torch.from_numpy(frames.astype(np.float32)).transpose(0, 1))


def class_weights(labels: np.ndarray) -> Tensor:
    """Inverse frequency of each of the three labels [3], 1 on average over the labelled windows."""
    counts = np.bincount(labels[labels >= 0], minlength=3)
    return torch.from_numpy(counts.sum() / (3 * counts.clip(min=1))).float()


def _mean(losses: Tensor, rows: Tensor) -> Tensor:
    # By hand: a batch may have none, and the mean of none is NaN.
    return (losses * rows).sum() / rows.sum().clamp(min=1)
