"""Train, validation and test splits in which no group (a speaker, a sentence, a recording) is on two sides."""

import hashlib

import pandas as pd

SPLITS = ("train", "valid", "test")


def _order(group: str) -> str:
    return hashlib.sha256(group.encode()).hexdigest()


def split_groups(groups: pd.Series, strata: pd.Series, fractions: tuple[float, float, float]) -> pd.Series:
    """Split for each row. Within each stratum (a gender, say) groups are put in the order of their hash and cut by
    `fractions`, so that the result depends on nothing but the names. A group with rows in several strata counts for
    its first. A stratum of three or more groups has at least one in each split of non-zero fraction."""
    first = strata.groupby(groups).first()
    split_of = {}
    for _, members in first.groupby(first).groups.items():
        ordered = sorted(members, key=_order)
        counts = [round(share * len(ordered)) for share in fractions[1:]]
        if len(ordered) >= 3:
            counts = [max(count, 1) if share else 0 for count, share in zip(counts, fractions[1:])]
        for place, group in enumerate(ordered):
            split_of[group] = "test" if place < counts[1] else "valid" if place < sum(counts) else "train"
    return groups.map(split_of)
