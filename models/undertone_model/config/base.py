"""What all sections of a configuration share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Section(BaseModel):
    """Refuses keys that it does not know and misses none; never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _rising(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError("the lower bound comes first")
    return bounds


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Range = Annotated[tuple[float, float], AfterValidator(_rising)]
Shares = dict[str, Share]


class Loop(Section):
    """How `training.fit` goes through its steps. `accumulate`: batches whose gradients make one step; `clip_norm`: of the gradients, null
    for as they are; `bfloat16`: products, where the device has instructions for them."""

    accumulate: Count
    clip_norm: Positive | None
    save_every: Count
    log_every: Count
    bfloat16: bool


class SpecAugment(Section):
    """Up to `stripes` stretches of up to `frames` frames, and as many of up to `channels` channels, are set to zero."""

    frames: int = Field(ge=0)
    channels: int = Field(ge=0)
    stripes: int = Field(ge=0)
