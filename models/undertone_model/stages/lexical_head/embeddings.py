"""What word pieces mean to the text labeller: where the reader begins, which reads better for it than from random numbers."""

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.lexical_head import HIDDEN
from undertone_model.stages.asr.word_pieces import BEGINS_WORD
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller

SPREAD = 0.15
"""Standard deviation of the values. At 0.05 to 0.4 the reader learns as well."""


@torch.no_grad()
def meanings(pieces: Tokenizer, labeller: SentimentLabeller) -> Tensor:
    """[HIDDEN, PIECES]: of each piece the labeller's embeddings of the tokens that spell it, on average, in the HIDDEN directions in which the
    pieces differ most. Zeros for blank, and for what `pieces` have too few of."""
    embeddings = labeller.encoder.get_input_embeddings().weight
    known = range(BLANK + 1, pieces.get_vocab_size())
    values = torch.stack([embeddings[spelt(pieces.id_to_token(piece), labeller.tokenizer)].mean(0) for piece in known])
    values = values - values.mean(0)
    directions = torch.linalg.svd(values, full_matrices=False).Vh[:HIDDEN]
    values = values @ directions.T
    result = torch.zeros(HIDDEN, PIECES)
    result[: len(directions), known] = (SPREAD * values / values.std()).T
    return result


def spelt(piece: str, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """The labeller's tokens of one piece."""
    inside_word = tokenizer.convert_tokens_to_ids(f"##{piece}")
    if inside_word != tokenizer.unk_token_id:
        return [inside_word]
    return tokenizer(piece.removeprefix(BEGINS_WORD) or piece, add_special_tokens=False)["input_ids"]
