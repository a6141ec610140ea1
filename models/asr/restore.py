"""The end of stage 1: part of the way back to the base weights, and the word pieces fitted to what is heard there.

    python -m asr.restore --work DIR --build open

Weights between those of a base model and of its fine-tuning keep more of what the base knew than the fine-tuned ones, and most of what
these learned (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). Later stages take the encoder from here.
"""

from collections.abc import Iterable
from itertools import islice

import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR
from tqdm import tqdm

from asr.checkpoint import checkpoint_file, load_trained, restored_file, save_trained
from asr.examples import Batch, batches, trainable
from asr.losses import spelling_loss
from asr.training import FRESH_RATE, last_sounding
from base.load import load_recogniser
from builds import USES
from data.store import load_table
from network.recogniser import Recogniser
from network.words import Words
from paths import stage_parser
from precision import fast_products

KEPT = 0.75
"""Share of the way from the base weights to the trained ones."""
SEED = 11


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose stage 1")
    parser.add_argument("--kept", type=float, default=KEPT, help="1: the trained weights as they are, 0: the base weights")
    parser.add_argument("--steps", type=int, default=250, help="batches from which the word pieces are fitted")
    options = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(options.work)
    base = load_recogniser(options.work / "base")
    recogniser, words = load_trained(checkpoint_file(options.work, options.build), load_recogniser(options.work / "base"))
    go_back(recogniser, base, options.kept)
    clips = trainable(table[table["use"].isin(USES[options.build])])
    examples = islice(batches(clips, table, options.work, SEED), options.steps)
    fit(words, recogniser, tqdm(examples, total=options.steps, mininterval=10), options.steps)
    save_trained(restored_file(options.work, options.build), recogniser, words)


@torch.no_grad()
def go_back(trained: nn.Module, base: nn.Module, kept: float) -> None:
    """Set the weights of `trained` to `kept` of theirs and the rest of the base's."""
    for weight, old in zip(trained.parameters(), base.parameters(), strict=True):
        weight.copy_(torch.lerp(old, weight, kept))


def fit(words: Words, recogniser: Recogniser, examples: Iterable[Batch], steps: int) -> None:
    """Train `words` alone, on `steps` batches."""
    optimiser = torch.optim.AdamW(words.parameters(), FRESH_RATE)
    schedule = OneCycleLR(optimiser, FRESH_RATE, total_steps=steps)
    for batch in examples:
        with torch.no_grad(), fast_products():
            frames, sounding = recogniser.front_end(batch.pcm)
            heard = recogniser.encoder(frames.float(), sounding)[-1]
        pieces, moments = words(heard.float(), sounding)
        spelling_loss(pieces, last_sounding(moments), batch.pieces).backward()
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()


if __name__ == "__main__":
    main()
