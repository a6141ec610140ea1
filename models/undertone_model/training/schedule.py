"""How learning rates change over a training."""

from collections.abc import Sequence

from torch.optim import Optimizer
from torch.optim.lr_scheduler import OneCycleLR


def one_cycle(optimiser: Optimizer, highest: float | Sequence[float], steps: int, warm_up_share: float, anneal: str = "cos") -> OneCycleLR:
    """Rates that rise to the `highest` of each group over a share of the steps, and fall then to nearly nothing; `anneal`:
    along a cosine (`cos`) or a line (`linear`)."""
    # Over one step there is nothing to rise: the scheduler would divide by zero.
    share = warm_up_share if warm_up_share * steps > 1 else 0.0
    return OneCycleLR(optimiser, highest, total_steps=steps, pct_start=share, anneal_strategy=anneal)
