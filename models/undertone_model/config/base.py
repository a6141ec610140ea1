"""What all sections of a configuration share."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Key = TypeVar("Key")
Value = TypeVar("Value")


class Section(BaseModel):
    """Refuses keys that it does not know and misses none; never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _rising(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError("the lower bound comes first")
    return bounds


def _without_nulls(entries: object) -> object:
    return {key: value for key, value in entries.items() if value is not None} if isinstance(entries, dict) else entries


def _some(entries: dict[Key, float]) -> dict[Key, float]:
    if not sum(entries.values()) > 0:
        raise ValueError("at least one share is above 0")
    return entries


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Range = Annotated[tuple[float, float], AfterValidator(_rising)]
CountRange = Annotated[tuple[Count, Count], AfterValidator(_rising)]
Choices = Annotated[list[Value], Field(min_length=1)]
"""One of them is drawn."""
Entries = Annotated[dict[Key, Value], BeforeValidator(_without_nulls)]
"""Values by a name of the user's choice. Null leaves an entry out, which a configuration that this one extends may have."""
Shares = Annotated[Entries[Key, Share], AfterValidator(_some)]
"""Of each other: they need not sum to 1."""


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
