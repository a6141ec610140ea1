import pytest

from synthesis.sentences import speakable


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
    assert speakable(text) is None


def test_names_are_filled_and_shouting_is_lowered():
    assert "[NAME]" not in speakable("I told [NAME] about it")
    assert speakable("THIS IS GREAT!") == "This is great!"
    assert speakable("that’s it then") == "that's it then."
