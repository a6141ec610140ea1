import pandas as pd
import pytest

from data.emotions import CLASSES, polarity
from data.texts import read_goemotions, spoken_form


def test_spoken_form_is_what_a_recogniser_writes():
    assert spoken_form("Well... it’s NOT 'fine'!") == "well it's not 'fine'"


def test_every_emotion_has_a_polarity_or_none():
    assert {polarity(raw) for raw in ("angry", "calm", "happy")} == set(CLASSES)
    assert polarity("surprised") == ""
    with pytest.raises(KeyError):
        polarity("boredom")


def test_goemotions_keeps_single_polarities(tmp_path):
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / "go_labels.txt").write_text("anger\njoy\nlove\nneutral\nsurprise")
    lines = ["two joys\t1,2\ta", "mixed\t0,1\tb", "ambiguous\t4\tc", "with surprise\t1,4\td", '"quoted\t3\te']
    (folder / "go_dev.tsv").write_text("\n".join(lines) + "\n")
    expected = pd.DataFrame({"id": ["a", "e"], "text": ["two joys", '"quoted'], "label": ["positive", "neutral"]})
    pd.testing.assert_frame_equal(read_goemotions(tmp_path, "dev"), expected, check_dtype=False)
