"""The end of stage 1: with the encoder frozen, the words' own layers learn to hear. Stops and resumes at its last checkpoint.

    python -m undertone_model ctc-head --work DIR --build open

Where `unpack` left words that have learned, they learn on.
"""

import logging

import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

from undertone_model.builds import USES
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.data.store import load_table
from undertone_model.data.table import corpus_shares
from undertone_model.network.ctc_head import Words
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.asr.artefacts import hearing_file, load_trained, load_words, restored_file
from undertone_model.stages.asr.examples import Batch, batches, trainable
from undertone_model.stages.asr.losses import spelling_loss
from undertone_model.stages.asr.task import last_sounding
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.training.checkpoint import resume
from undertone_model.training.fit import go_on
from undertone_model.training.precision import fast_products
from undertone_model.workspace import stage_parser

RATE = 1e-3
LONGEST_SECONDS = 8.0


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose encoder")
    parser.add_argument("--begin-with", choices=USES, help="start from where another build's words ended")
    parser.add_argument("--steps", type=int, default=6600, help="batches to learn from in all")
    parser.add_argument("--threads", type=int, default=1, help="of the training; one more process makes the examples")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    table = load_table(options.work)
    clips = trainable(table[table["use"].isin(USES[options.build])], LONGEST_SECONDS)
    clips = clips[clips["transcript"] != ""].reset_index(drop=True)
    recogniser, projection = load_trained(restored_file(options.work, options.build), load_recogniser(options.work / "base"))
    file = hearing_file(options.work, options.build)
    has_learned = options.begin_with or file.exists()
    words = load_words(options.work, options.begin_with or options.build) if has_learned else deepened(projection)
    hearing = Hearing(recogniser, words, options.steps)
    done = resume(hearing, file)
    go_on(hearing, batches(clips, corpus_shares(clips), table, options.work, seed=1 + done), done, options.steps, file)


def deepened(projection: Words) -> Words:
    """The same with layers that have learned nothing yet."""
    words = Words()
    words.project = projection.project
    return words


class Hearing:
    """One training of `words` on what `recogniser`, which stays as it is, gives."""

    def __init__(self, recogniser: Recogniser, words: Words, steps: int):
        self._recogniser, self._words = recogniser, words.train()
        self._optimiser = torch.optim.AdamW(words.parameters(), RATE)
        self._schedule = OneCycleLR(self._optimiser, RATE, total_steps=steps)

    @property
    def parts(self) -> dict:
        return {"words": self._words, "optimiser": self._optimiser, "schedule": self._schedule}

    def step(self, batch: Batch) -> dict[str, float]:
        with torch.no_grad(), fast_products():
            frames, sounding = self._recogniser.front_end(batch.pcm)
            last = self._recogniser.encoder(mask(frames.float()), sounding)[-1]
        with fast_products():
            logits, moments = self._words(last.float(), sounding)
        loss = spelling_loss(logits, last_sounding(moments), batch.pieces)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._words.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        return {"pieces": loss.item()}


if __name__ == "__main__":
    main()
