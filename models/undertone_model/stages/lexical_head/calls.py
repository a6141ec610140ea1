"""Sentences of service calls: few texts with labels are about parcels and invoices, and what people say of them sounds like a label to a
head that never read of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml

GRAMMAR = Path(__file__).with_name("calls.yaml")


def calls(rng: np.random.Generator) -> Iterator[str]:
    """Without end; some come more than once."""
    grammar = yaml.safe_load(GRAMMAR.read_text())
    slots, sentences = grammar["slots"], grammar["sentences"]

    def fill(slot: re.Match) -> str:
        return str(rng.choice(slots[slot[1]]))

    while True:
        yield re.sub(r"{(\w+)}", fill, sentences[rng.integers(len(sentences))])
