"""Raw emotion labels of the corpora, mapped to the polarity that the classifier predicts."""

_RAW = {
    "negative": ("anger", "angry", "sadness", "sad", "fear", "fearful", "voice_negative"),
    # TurEV says "calm" for its unemotional class.
    "neutral": ("neutral", "calm", "voice_neutral"),
    "positive": ("happiness", "happy", "voice_positive"),
    # Surprise may be pleasant or not.
    "": ("surprised",),
}
_POLARITY = {raw: polarity for polarity, raws in _RAW.items() for raw in raws}


def polarity(raw: str) -> str:
    """One of `LABELS`, or "" for an emotion without polarity. An unknown raw label raises KeyError."""
    return _POLARITY[raw]
