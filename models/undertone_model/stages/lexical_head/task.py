"""Train the reader."""

import logging

import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import OneCycleLR
from tqdm import tqdm

from undertone_model.network.lexical_head import Reader
from undertone_model.stages.lexical_head.simulation import Reading
from undertone_model.training.precision import fast_products

BATCH = 64
RATE = 1e-3
LOG_EVERY = 200


def train(reader: Reader, reading: Reading, steps: int) -> Reader:
    """On batches of `reading`; their targets are probabilities already, so nothing smooths them."""
    optimiser = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=0.05)
    schedule = OneCycleLR(optimiser, RATE, total_steps=steps)
    recent: list[float] = []
    reader.train()
    for step in tqdm(range(1, steps + 1), mininterval=10, desc="reader"):
        words, mask, targets = reading.batch(BATCH)
        with fast_products():
            logits = reader(words, mask)
        loss = F.cross_entropy(logits.float(), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        recent.append(loss.item())
        if step % LOG_EVERY == 0 or step == steps:
            logging.info("step %d: %.3f", step, sum(recent) / len(recent))
            recent.clear()
    return reader.eval()
