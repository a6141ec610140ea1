"""The four numbers of fusion: those under which both kinds of example are most likely."""

import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.config.stages import Fusion as Settings
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import Examples


def fit(moved: Examples, flat: Examples, settings: Settings) -> Fusion:
    """So that its probabilities mean what they say, on voices and sentences that nothing has learned from."""
    fusion = Fusion()
    optimiser = torch.optim.LBFGS(fusion.parameters(), max_iter=settings.iterations, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = settings.moved_share * _surprise(fusion, moved) + (1 - settings.moved_share) * _surprise(fusion, flat)
        loss.backward()
        return loss

    optimiser.step(closure)
    return fusion.requires_grad_(False).eval()


def answers(fusion: Fusion, examples: Examples) -> Tensor:
    """Probabilities [examples, 3]."""
    return fusion(examples.voice, examples.words, examples.understood).softmax(1)


def _surprise(fusion: Fusion, examples: Examples) -> Tensor:
    """Mean cross entropy, in nats."""
    logits = fusion(examples.voice, examples.words, examples.understood)
    return (F.cross_entropy(logits, examples.label, reduction="none") * examples.weight).sum()
