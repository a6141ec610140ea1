import numpy as np
import pytest
from tiny_data import write_data

from undertone_model.config import load_config
from undertone_model.data.texts import spoken_form
from undertone_model.stages.synthesis.sentences import PARTS, sentences, speakable

WORDS = load_config().synthesis.words


@pytest.mark.parametrize(
    "text",
    [
        "too short",
        "see https://example.org for more",
        "what does OP think of this",
        "5 out of 7 people agree",
        "one [RELIGION] I know of",
    ],
)
def test_what_nobody_would_say_is_left_out(text):
    assert speakable(text, WORDS) is None


def test_names_are_filled_and_shouting_is_lowered():
    assert "[NAME]" not in speakable("I told [NAME] about it", WORDS)
    assert speakable("THIS IS GREAT!", WORDS) == "This is great!"
    assert speakable("that’s it then", WORDS) == "that's it then."


def test_no_part_has_a_sentence_of_another(tmp_path):
    write_data(tmp_path, np.zeros(16_000 * 30, np.float32))
    # The everyday sentences alone are said twice, in two voices.
    parts = set(PARTS) - {"everyday_test"}
    spoken = [spoken_form(text) for part in parts for text in sentences(tmp_path, part, WORDS)["text"]]
    assert len(spoken) > len(PARTS) and len(set(spoken)) == len(spoken)
