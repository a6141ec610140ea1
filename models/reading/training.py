"""Train the reader on sentences that are read and on windows that are heard, side by side."""

import logging

import numpy as np
import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import OneCycleLR
from tqdm import tqdm

from features.cache import Features
from network.reader import Reader
from precision import fast_products
from reading.windows import Reading

BATCH = 64
RATE = 1e-3
SMOOTHING = 0.1
"""Of human labels; the labeller's judgement is a probability already."""
LOG_EVERY = 250


def train(reader: Reader, heard: Features, reading: Reading, steps: int, seed: int = 0) -> Reader:
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(heard.facts[:, 0] >= 0)
    optimiser = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=0.05)
    schedule = OneCycleLR(optimiser, RATE, total_steps=steps)
    recent: list[tuple[float, float]] = []
    reader.train()
    for step in tqdm(range(1, steps + 1), mininterval=10, desc="reader"):
        read = _loss(reader, *reading.batch(BATCH), 0)
        drawn = np.sort(rng.choice(rows, BATCH))
        words, mask, labels = (torch.from_numpy(values[drawn]) for values in (heard.words, heard.mask, heard.facts[:, 0]))
        listened = _loss(reader, words.float(), mask.float(), labels.long(), SMOOTHING)
        optimiser.zero_grad()
        (read + listened).backward()
        optimiser.step()
        schedule.step()
        recent.append((read.item(), listened.item()))
        if step % LOG_EVERY == 0 or step == steps:
            logging.info("step %d: read %.3f, heard %.3f", step, *np.mean(recent, axis=0))
            recent.clear()
    return reader.eval()


def _loss(reader: Reader, words: torch.Tensor, mask: torch.Tensor, targets: torch.Tensor, smoothing: float) -> torch.Tensor:
    with fast_products():
        logits = reader(words, mask)
    return F.cross_entropy(logits.float(), targets, label_smoothing=smoothing)
