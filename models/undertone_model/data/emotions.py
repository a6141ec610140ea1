"""Raw emotion labels of the corpora, mapped to the emotion that the voice channel learns and to the label that the model predicts."""

_RAW = {
    ("anger", "negative"): ("anger", "angry"),
    ("sadness", "negative"): ("sadness", "sad"),
    ("fear", "negative"): ("fear", "fearful"),
    ("happiness", "positive"): ("happiness", "happy", "joy", "amusement"),
    # TurEV says "calm" for its unemotional class.
    ("calm", "neutral"): ("neutral", "calm"),
    # Surprise may be pleasant or not.
    ("", ""): ("surprised", "surprise"),
    ("", "negative"): ("voice_negative",),
    ("", "neutral"): ("voice_neutral",),
    ("", "positive"): ("voice_positive",),
}
_MEANING = {raw: meaning for meaning, raws in _RAW.items() for raw in raws}


def emotion(raw: str) -> str:
    """One of `network.voice_channel.EMOTIONS`, or "" where the label names none. An unknown raw label raises KeyError."""
    return _MEANING[raw][0]


def polarity(raw: str) -> str:
    """One of `LABELS`, or "" for an emotion without polarity. An unknown raw label raises KeyError."""
    return _MEANING[raw][1]
