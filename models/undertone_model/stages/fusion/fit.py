"""The numbers of fusion: those under which what is known of the examples is most likely."""

import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import Examples


def fit(examples: Examples, still: float, iterations: int) -> Fusion:
    """Its probabilities then mean what they say, on voices and sentences from which nothing has learned."""
    fusion = Fusion(still)
    optimiser = torch.optim.LBFGS(fusion.parameters(), max_iter=iterations, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        losses = F.cross_entropy(logits(fusion, examples), examples.label, reduction="none")
        loss = (losses * examples.weight).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return fusion.requires_grad_(False).eval()


def logits(fusion: Fusion, examples: Examples) -> Tensor:
    return fusion(examples.voice, examples.words, examples.confidence)
