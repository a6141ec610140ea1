"""One training run of stage 1: model, optimiser, checkpoints."""

from collections.abc import Iterable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.network.classifier import Classifier, pool_layers, pool_words
from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import WIDTH
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.asr.examples import Batch
from undertone_model.stages.asr.losses import label_loss, sentiment_loss, spelling_loss, word_loss
from undertone_model.stages.asr.word_pieces import LETTERS
from undertone_model.training.precision import fast_products

FIXED_LAYERS = 3
"""Lower layers of the encoder that stay as they are: the tone is heard there already, and a step costs a third less."""
ENCODER_RATE, DECODER_RATE = 3e-4, 1e-4
FRESH_RATE = 1e-3
"""Of what starts from nothing: the projections to word pieces and to letters, and the judge."""
WARM_UP = 100
DECODED = 2
"""The decoder is slow and knows how to write already: it writes one clip of so many; its encoder hears them all."""
DECODER_WEIGHTS = {"label": 0.5, "words": 1.0}
DENSE_WEIGHTS = {"pieces": 1.0, "letters": 1.0, "sentiment": 1.0}
"""Of the losses that reach the encoder without a decoder between them."""


class Training(nn.Module):
    """`step(batch)` updates decoder and upper encoder; front end and token embedding are fixed. The judge is a classifier
    like that of stage 2, through which the label reaches the encoder without a decoder between them; nothing of it or of the letters is
    kept, for stage 2 did better from a fresh one (macro-F1 of words on validation windows 0.44, and 0.43 at best from the judge)."""

    def __init__(self, recogniser: Recogniser, steps: int, dense: bool = True):
        """Not `dense`, only the decoder's losses teach."""
        super().__init__()
        self._weights = DECODER_WEIGHTS | (DENSE_WEIGHTS if dense else {})
        self.recogniser = recogniser
        self.words, self.letters, self.judge = Words(layers=0), nn.Linear(WIDTH, 1 + len(LETTERS)), Classifier()
        for part in (recogniser.front_end, *recogniser.encoder.layers[:FIXED_LAYERS]):
            part.requires_grad_(False)
        recogniser.decoder.embed_tokens.requires_grad_(False)
        self.optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), weight_decay=0.01)
        self.schedule = LambdaLR(self.optimiser, lambda step: min((step + 1) / WARM_UP, 1 - 0.95 * min(step / steps, 1)))

    @torch.no_grad()
    def standardise(self, batches: Iterable[Batch]) -> None:
        """Give the judge the mean and spread of each layer's channels over the steps that hold sound, as the encoder is now."""
        parts = []
        for batch in batches:
            frames, sounding = self._frames(batch.pcm)
            layers, mask = pool_layers(self.recogniser.encoder(frames, sounding), sounding)
            parts.append(layers.transpose(1, 2)[mask > 0])
        self.judge.standardise(torch.cat(parts))

    def step(self, batch: Batch) -> dict[str, float]:
        losses = self.losses(batch)
        total = sum(weight * losses[name] for name, weight in self._weights.items())
        self.optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return {name: loss.item() for name, loss in losses.items()}

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            frames, sounding = self._frames(batch.pcm)
        with fast_products():
            outputs = self.recogniser.encoder(mask(frames), sounding)
            logits = self.recogniser.decode(batch.tokens[::DECODED], outputs[-1][::DECODED], sounding[::DECODED])
            pieces, moments = self.words(outputs[-1], sounding)
            letters = self.letters(outputs[-1])
            judged = self._judge(outputs, pool_words(pieces, moments), sounding)
        return {
            "label": label_loss(logits, batch.targets[::DECODED]),
            "words": word_loss(logits, batch.targets[::DECODED]),
            "pieces": spelling_loss(pieces, last_sounding(moments), batch.pieces),
            "letters": spelling_loss(letters, last_sounding(sounding), batch.letters),
            "sentiment": sentiment_loss(judged, batch.labels),
        }

    def _judge(self, outputs: list[Tensor], heard: Tensor, sounding: Tensor) -> Tensor:
        """Sentiment logits [batch, 3]."""
        layers, mask = pool_layers(outputs, sounding)
        return self.judge(layers, heard, mask)[0]

    def _frames(self, pcm: Tensor) -> tuple[Tensor, Tensor]:
        with fast_products():
            frames, sounding = self.recogniser.front_end(pcm)
        return frames.float(), sounding

    def _groups(self) -> list[dict]:
        parts = {
            FRESH_RATE: (self.words, self.letters, self.judge),
            DECODER_RATE: (self.recogniser.decoder,),
            ENCODER_RATE: (self.recogniser.encoder,),
        }
        learned = {rate: [p for part in modules for p in part.parameters() if p.requires_grad] for rate, modules in parts.items()}
        return [{"params": parameters, "lr": rate} for rate, parameters in learned.items()]

    @property
    def parts(self) -> dict:
        return {"model": self, "optimiser": self.optimiser, "schedule": self.schedule}

    def begin_with(self, file: Path) -> None:
        """Take over the weights of another run, and begin at step 0."""
        self.load_state_dict(torch.load(file)["model"])


def last_sounding(sounding: Tensor) -> Tensor:
    """How many frames [batch] there are up to the last one that holds sound, of a mask [batch, time]; at least one."""
    places = torch.arange(1, sounding.shape[1] + 1) * sounding
    return places.amax(1).long().clamp(min=1)
