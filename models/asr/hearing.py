"""The end of stage 1: with the encoder frozen, the words' own layers learn to hear. Stops and resumes at its last checkpoint.

    python -m asr.hearing --work DIR --build open
"""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR
from tqdm import tqdm

from asr.checkpoint import hearing_file, load_trained, restored_file
from asr.examples import Batch, batches, corpus_shares, trainable
from asr.losses import spelling_loss
from asr.training import last_sounding
from augmentation.masking import mask
from base.load import load_recogniser
from builds import USES
from data.store import load_table
from network.recogniser import Recogniser
from network.words import Words
from paths import stage_parser
from precision import fast_products

RATE = 1e-3
SAVE_EVERY = 50
LONGEST_SECONDS = 8.0


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose encoder")
    parser.add_argument("--begin-with", choices=USES, help="start from where another build's words ended")
    parser.add_argument("--steps", type=int, default=3000, help="batches to learn from in all")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[options.build])], LONGEST_SECONDS)
    clips = clips[clips["transcript"] != ""].reset_index(drop=True)
    recogniser, projection = load_trained(restored_file(options.work, options.build), load_recogniser(options.work / "base"))
    words = Words()
    words.project = projection.project
    if options.begin_with:
        words.load_state_dict(torch.load(hearing_file(options.work, options.begin_with))["words"])
    hearing = Hearing(words, options.steps)
    file = hearing_file(options.work, options.build)
    done = hearing.resume(file)
    examples = batches(clips, corpus_shares(clips), table, options.work, seed=1 + done)
    steps = tqdm(islice(encoded(recogniser, examples), options.steps - done), initial=done, total=options.steps, mininterval=10)
    recent: list[float] = []
    for step, batch in enumerate(steps, start=done + 1):
        recent.append(hearing.step(*batch))
        if step % SAVE_EVERY == 0 or step == options.steps:
            hearing.save(file, step)
            logging.info("step %d: %.3f", step, sum(recent) / len(recent))
            recent.clear()


def encoded(recogniser: Recogniser, examples: Iterable[Batch]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Of each batch the encoder's last frames [batch, time, 288], their mask [batch, time] and the pieces to be heard [batch, pieces]."""
    for batch in examples:
        with torch.no_grad(), fast_products():
            frames, sounding = recogniser.front_end(batch.pcm)
            last = recogniser.encoder(mask(frames.float()), sounding)[-1]
        yield last.float(), sounding, batch.pieces


class Hearing:
    """One training run of `words`."""

    def __init__(self, words: Words, steps: int):
        self.words = words.train()
        self._optimiser = torch.optim.AdamW(words.parameters(), RATE)
        self._schedule = OneCycleLR(self._optimiser, RATE, total_steps=steps)

    def step(self, frames: Tensor, sounding: Tensor, pieces: Tensor) -> float:
        """The loss, for each piece, of what one update of the weights started from."""
        with fast_products():
            logits, moments = self.words(frames, sounding)
        loss = spelling_loss(logits, last_sounding(moments), pieces)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.words.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        return loss.item()

    def save(self, file: Path, step: int) -> None:
        """Written beside and renamed, so that an interruption leaves the checkpoint before."""
        partial = file.with_suffix(".partial")
        states = {"words": self.words, "optimiser": self._optimiser, "schedule": self._schedule}
        torch.save({"step": step} | {name: part.state_dict() for name, part in states.items()}, partial)
        partial.replace(file)

    def resume(self, file: Path) -> int:
        """The number of steps done so far; 0 without a checkpoint."""
        if not file.exists():
            return 0
        checkpoint = torch.load(file)
        self.words.load_state_dict(checkpoint["words"])
        self._optimiser.load_state_dict(checkpoint["optimiser"])
        self._schedule.load_state_dict(checkpoint["schedule"])
        return checkpoint["step"]


if __name__ == "__main__":
    main()
