"""What the lexical head makes of the words of clips, each as the first window of a stream. It depends on the frozen parts alone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.store import read_clip
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.lexical_head import LexicalHead, piece_confidence
from undertone_model.network.pooled_frames import pool_frames, pool_pieces
from undertone_model.training.kept import Kept

KIND = "words"
"""Of what is kept."""


@dataclass
class Words:
    """Of clips: sentiment logits [clips, 3], and confidence of the pieces [clips]."""

    logits: Tensor
    confidence: Tensor

    def __getitem__(self, rows) -> "Words":
        return Words(self.logits[rows], self.confidence[rows])


class Reader:
    """Reads windows with what lies frozen under fusion."""

    def __init__(self, front_end: FrontEnd, encoder: Encoder, ctc_head: CTCHead, lexical_head: LexicalHead):
        self._front_end, self._encoder, self._ctc_head, self._lexical_head = front_end, encoder, ctc_head, lexical_head

    @property
    def encoding(self) -> tuple[FrontEnd, Encoder]:
        return self._front_end, self._encoder

    def words(self, kept: Kept, clips: pd.DataFrame) -> Words:
        """Of each of `clips`, rows of the clip table, all of one corpus; those that are `kept` are not read again."""
        stored = kept.of(clips, self._read)
        return Words(torch.from_numpy(stored["logits"]), torch.from_numpy(stored["confidence"]))

    def _read(self, clips: pd.DataFrame) -> dict[str, np.ndarray]:
        rows = tqdm(clips.itertuples(), total=len(clips), mininterval=10, desc=f"words of {clips['corpus'].iloc[0]}")
        logits, confidence = (torch.cat(part).numpy() for part in zip(*map(self._window, rows)))
        return {"logits": logits, "confidence": confidence}

    @torch.inference_mode()
    def _window(self, row) -> tuple[Tensor, Tensor]:
        pcm = read_clip(row)[:WINDOW_SAMPLES]
        frames, mask = self._front_end(torch.from_numpy(np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))).unsqueeze(0))
        pieces = pool_pieces(*self._ctc_head(self._encoder(frames, mask)[-1], mask))
        pooled_mask = pool_frames(frames, mask)[1]
        return self._lexical_head(pieces, pooled_mask), piece_confidence(pieces, pooled_mask)
