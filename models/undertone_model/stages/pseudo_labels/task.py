"""Fine-tuning and calibrating the text labeller."""

import random

import pandas as pd
import torch
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from undertone_model.contract import LABELS
from undertone_model.data.texts import spoken_form
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller

_BATCH = 32
_POOL = 50 * _BATCH


def train_labeller(table: pd.DataFrame, epochs: int, rate: float = 1e-4) -> SentimentLabeller:
    """Trained on columns text and label. Half of the texts lose casing and punctuation, as transcripts do; the
    classes are cut to the size of the rarest."""
    table = table.groupby("label").sample(table["label"].value_counts().min(), random_state=0)
    torch.manual_seed(0)
    dice = random.Random(0)
    labeller = SentimentLabeller().train()
    # Word pieces that these texts do not hold would drift apart from those that they do; the lowest layers cost time
    # and gain nothing.
    for part in (labeller.encoder.embeddings, *labeller.encoder.encoder.layer[:2]):
        part.requires_grad_(False)
    weights = [weight for weight in labeller.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    pairs = [(text, LABELS.index(label)) for text, label in zip(table["text"], table["label"])]
    steps = epochs * -(-len(pairs) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear")
    for batch in tqdm(_batches(pairs, epochs, dice), total=steps, mininterval=10, desc="labeller"):
        texts = [spoken_form(text) if dice.random() < 0.5 else text for text, _ in batch]
        loss = cross_entropy(labeller(texts), torch.tensor([label for _, label in batch]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
    return labeller.eval()


def _batches(pairs: list, epochs: int, dice: random.Random):
    """Batches of texts of like length, in random order."""
    for _ in range(epochs):
        dice.shuffle(pairs)
        for start in range(0, len(pairs), _POOL):
            pool = sorted(pairs[start : start + _POOL], key=lambda pair: len(pair[0]))
            batches = [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
            dice.shuffle(batches)
            yield from batches


def calibrate(labeller: SentimentLabeller, table: pd.DataFrame) -> None:
    """Set the temperature that fits the labels of texts not trained on."""
    with torch.inference_mode():
        logits = torch.cat([labeller(list(table["text"][i : i + 64])) for i in range(0, len(table), 64)])
    logits, labels = logits.clone(), torch.tensor([LABELS.index(label) for label in table["label"]])
    log_temperature = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=50)

    def closure():
        optimizer.zero_grad()
        loss = cross_entropy(logits / log_temperature.exp(), labels)
        loss.backward()
        return loss

    optimizer.step(closure)
    labeller.temperature.copy_(log_temperature.detach().exp())
