"""Weights of earlier versions, called and cut as they are now.

Up to version 0.10.1 one classifier judged tone and speech presence; of its two attentions and answers each is an AttentiveHead's.
"""

from collections.abc import Mapping

from torch import Tensor

SENTIMENT, SPEECH = "sentiment", "speech"
"""What a classifier answered, in the order of its attentions."""
RENAMED = {
    "words.": "ctc_head.",
    "classifier.reader.": "lexical_head.",
    "classifier.lexical_head.": "lexical_head.",
    "classifier.": "speech_head.",
}
"""How names of parameters of the whole network began, and how they begin now."""
_OTHERS = ("reader.", "trust.", "lexical_head.", "confidence_gate.", "adaptation.")
"""Parts of a classifier that were no attentive head."""


def attentive_head(classifier: Mapping[str, Tensor], answer: str) -> dict[str, Tensor]:
    """The head that gave one `answer` of a classifier, by the weights of that; an attentive head stays as it is."""
    if f"{answer}.weight" not in classifier:
        return dict(classifier)
    place = (SENTIMENT, SPEECH).index(answer)
    head = {}
    for name, value in classifier.items():
        part, _, rest = name.partition(".")
        if part == "attend":
            head[name] = value[place : place + 1]
        elif part == answer:
            head[f"answer.{rest}"] = value
        elif part not in (SENTIMENT, SPEECH) and not name.startswith(_OTHERS):
            head[name] = value
    return head


def current_name(name: str) -> str:
    """The name that a parameter of the whole network has now, of a graph or a state that may be of an earlier version."""
    for old, new in RENAMED.items():
        if name.startswith(old):
            return new + name.removeprefix(old)
    return name


def current(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """State of the whole network, of an earlier version or of this one, as this one calls it; what it has no more is left out."""
    state = {current_name(name): value for name, value in state.items()}
    prefix = "speech_head."
    head = attentive_head({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}, SPEECH)
    return {name: value for name, value in state.items() if not name.startswith(prefix)} | {
        f"{prefix}{name}": v for name, v in head.items()
    }
