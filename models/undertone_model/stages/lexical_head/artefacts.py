"""What the lexical head learned from, and how it is opened."""

from pathlib import Path

import torch

from undertone_model.network.lexical_head import LexicalHead
from undertone_model.workspace import artefact

SENTENCES = "sentences.parquet"
"""In the folder of the run, as `sentences.labelled` gives them."""


def load_lexical_head(work: Path, name: str | None = None) -> LexicalHead:
    head = LexicalHead()
    head.load_state_dict(torch.load(artefact(work, "lexical-head", name=name)))
    return head.eval()
