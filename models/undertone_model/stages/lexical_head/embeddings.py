"""What word pieces mean to the text labeller: where the lexical head begins, which learns better from there than from random numbers."""

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.lexical_head import HIDDEN
from undertone_model.stages.asr.word_pieces import BEGINS_WORD
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller


@torch.no_grad()
def piece_embeddings(pieces: Tokenizer, labeller: SentimentLabeller, spread: float) -> Tensor:
    """[HIDDEN, PIECES]: of each piece the labeller's embeddings of the tokens that spell it, on average, in the HIDDEN directions in which the
    pieces differ most. `spread` is their standard deviation. Zeros for blank, and for what `pieces` have too few of."""
    embeddings = labeller.encoder.get_input_embeddings().weight
    known = range(BLANK + 1, pieces.get_vocab_size())
    values = torch.stack([embeddings[spelling(pieces.id_to_token(piece), labeller.tokenizer)].mean(0) for piece in known])
    values = values - values.mean(0)
    directions = torch.linalg.svd(values, full_matrices=False).Vh[:HIDDEN]
    values = values @ directions.T
    result = torch.zeros(HIDDEN, PIECES)
    result[: len(directions), known] = (spread * values / values.std()).T
    return result


def spelling(piece: str, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """The labeller's tokens of one piece."""
    inside_word = tokenizer.convert_tokens_to_ids(f"##{piece}")
    if inside_word != tokenizer.unk_token_id:
        return [inside_word]
    return tokenizer(piece.removeprefix(BEGINS_WORD) or piece, add_special_tokens=False)["input_ids"]
