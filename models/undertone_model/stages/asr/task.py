"""Stage 1: the decoder and the upper encoder learn to write "label transcript"."""

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from undertone_model.config.stages import Asr
from undertone_model.contract import LABELS
from undertone_model.data.augmentation.spec_augment import mask
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import WIDTH
from undertone_model.network.pooled_frames import pool_layers
from undertone_model.network.recogniser import Recogniser
from undertone_model.stages.asr.examples import Batch
from undertone_model.stages.asr.losses import ctc_loss, label_loss, sentiment_loss, word_loss
from undertone_model.stages.asr.word_pieces import LETTERS
from undertone_model.training.device import moved, products
from undertone_model.training.task import Task

Batches = Callable[[int], Iterator[Batch]]
"""The stream from a number on."""


class AsrTask(Task):
    """Front end, token embedding and the lower encoder layers stay fixed. The sentiment head brings the label to the encoder without a
    decoder between them; nothing of it or of the letters is kept."""

    def __init__(self, recogniser: Recogniser, batches: Batches, settings: Asr, device: torch.device):
        self._settings, self._stream, self._device = settings, batches, device
        self.recogniser = recogniser.to(device)
        self.ctc_head, self.letters = CTCHead(layers=0).to(device), nn.Linear(WIDTH, 1 + len(LETTERS)).to(device)
        self.sentiment_head = AttentiveHead(len(LABELS), settings.dropout).to(device)
        self.modules = {
            "recogniser": self.recogniser,
            "ctc_head": self.ctc_head,
            "letters": self.letters,
            "sentiment_head": self.sentiment_head,
        }
        self.steps = settings.steps
        self.weights = {name: weight for name, weight in settings.weights.items() if weight}
        for part in (recogniser.front_end, *recogniser.encoder.layers[: settings.fixed_layers]):
            part.requires_grad_(False)
        recogniser.decoder.embed_tokens.requires_grad_(False)
        groups = self._groups()
        self.learned = [weight for group in groups for weight in group["params"]]
        self.optimiser = torch.optim.AdamW(groups, betas=settings.betas, weight_decay=settings.weight_decay)
        self.schedule = LambdaLR(self.optimiser, self._rate)

    @torch.no_grad()
    def standardise(self, batches: Iterable[Batch]) -> None:
        """Give the sentiment head the mean and spread of each layer's channels over the pooled frames that hold sound, as the encoder is now."""
        parts = []
        for batch in batches:
            with products(self._device, self._settings.loop.bfloat16):
                encoder_frames, sounding = self.recogniser.front_end(moved(batch, self._device).pcm)
            layers, pooled_mask = pool_layers(self.recogniser.encoder(encoder_frames.float(), sounding), sounding)
            parts.append(layers.transpose(1, 2)[pooled_mask > 0])
        self.sentiment_head.standardise(torch.cat(parts))

    def batches(self, start: int) -> Iterator[Batch]:
        return self._stream(start)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        decoded = slice(None, None, self._settings.decoded)
        with torch.no_grad():
            encoder_frames, sounding = self.recogniser.front_end(batch.pcm)
        outputs = self.recogniser.encoder(mask(encoder_frames.float(), self._settings.spec_augment), sounding)
        logits = self.recogniser.decode(batch.tokens[decoded], outputs[-1][decoded], sounding[decoded])
        pieces, ctc_mask = self.ctc_head(outputs[-1], sounding)
        features, pooled_mask = pool_layers(outputs, sounding)
        sentiment = self.sentiment_head(features, pooled_mask)
        return {
            "label": label_loss(logits, batch.targets[decoded]),
            "words": word_loss(logits, batch.targets[decoded]),
            "pieces": ctc_loss(pieces, last_sounding(ctc_mask), batch.pieces),
            "letters": ctc_loss(self.letters(outputs[-1]), last_sounding(sounding), batch.letters),
            "sentiment": sentiment_loss(sentiment, batch.labels),
        }

    def _groups(self) -> list[dict]:
        parts = (
            (self._settings.fresh_rate, (self.ctc_head, self.letters, self.sentiment_head)),
            (self._settings.decoder_rate, (self.recogniser.decoder,)),
            (self._settings.encoder_rate, (self.recogniser.encoder,)),
        )
        return [
            {"params": [weight for module in modules for weight in module.parameters() if weight.requires_grad], "lr": rate}
            for rate, modules in parts
        ]

    def _rate(self, step: int) -> float:
        """Rises over the warm-up, and falls evenly to a share of it at the end."""
        fallen = (1 - self._settings.final_share) * min(step / self._settings.steps, 1)
        return min((step + 1) / self._settings.warm_up, 1 - fallen)


def last_sounding(sounding: Tensor) -> Tensor:
    """How many frames [batch] there are up to the last one that holds sound, of a mask [batch, time]; at least one."""
    places = torch.arange(1, sounding.shape[1] + 1, device=sounding.device) * sounding
    return places.amax(1).long().clamp(min=1)
