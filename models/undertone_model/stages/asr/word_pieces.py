"""The alphabet of stage 1's dense target: word pieces learned from the training transcripts, lower case, without punctuation."""

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from undertone_model.data.texts import spoken_form
from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.workspace import pieces_file, present, replacing

BEGINS_WORD = "▁"
"""How a piece begins that begins a word."""


def load_pieces(work: Path) -> Tokenizer:
    """As stage 1 learned them, or as `unpack` left them."""
    return Tokenizer.from_file(str(present(pieces_file(work), "asr")))


def learn_pieces(transcripts: Iterable[str], file: Path) -> Tokenizer:
    """The pieces that `file` holds, or PIECES of them (the first one is blank) learned by byte-pair encoding and stored there."""
    if file.exists():
        return Tokenizer.from_file(str(file))
    pieces = Tokenizer(models.BPE(unk_token=None))
    pieces.pre_tokenizer = pre_tokenizers.Metaspace(BEGINS_WORD)
    trainer = trainers.BpeTrainer(vocab_size=PIECES, special_tokens=["<blank>"], show_progress=False)
    pieces.train_from_iterator(map(spoken_form, transcripts), trainer)
    assert pieces.token_to_id("<blank>") == BLANK
    with replacing(file) as partial:
        pieces.save(str(partial))
    return pieces


LETTERS = " 'abcdefghijklmnopqrstuvwxyz"
"""Of the second alphabet, as blank and these: few and frequent, they are learned long before the pieces, which are made of them."""


def letters(transcript: str) -> list[int]:
    """The letters of a transcript as it is spoken."""
    return [LETTERS.index(letter) + 1 for letter in spoken_form(transcript) if letter in LETTERS]


def spell(pieces: Tokenizer, transcript: str) -> list[int]:
    """The pieces of a transcript as it is spoken."""
    return pieces.encode(spoken_form(transcript)).ids
