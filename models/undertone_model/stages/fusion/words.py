"""What the lexical head makes of the words of clips, each as the first window of a stream; computed once for each corpus."""

from dataclasses import dataclass
from pathlib import Path

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
from undertone_model.workspace import replacing


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

    def words(self, file: Path, clips: pd.DataFrame) -> Words:
        """Of each of `clips`, rows of the clip table; from `file` where they have been computed."""
        if not file.exists():
            both = [self._window(row) for row in tqdm(clips.itertuples(), total=len(clips), mininterval=10, desc=f"words of {file.stem}")]
            logits, confidence = (torch.cat(part).numpy() for part in zip(*both))
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as partial, partial.open("wb") as stream:
                np.savez(stream, logits=logits, confidence=confidence)
        stored = np.load(file)
        return Words(torch.from_numpy(stored["logits"]), torch.from_numpy(stored["confidence"]))

    @torch.inference_mode()
    def _window(self, row) -> tuple[Tensor, Tensor]:
        pcm = read_clip(row)[:WINDOW_SAMPLES]
        frames, mask = self._front_end(torch.from_numpy(np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))).unsqueeze(0))
        pieces = pool_pieces(*self._ctc_head(self._encoder(frames, mask)[-1], mask))
        pooled_mask = pool_frames(frames, mask)[1]
        return self._lexical_head(pieces, pooled_mask), piece_confidence(pieces, pooled_mask)
