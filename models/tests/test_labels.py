import numpy as np
import pandas as pd
import pytest
from tiny_data import write_data

from undertone_model.contract import LABELS
from undertone_model.data.emotions import polarity
from undertone_model.data.texts import read_goemotions, read_meld, spoken_form
from undertone_model.stages.pseudo_labels.command import pseudo_labels
from undertone_model.stages.pseudo_labels.texts import texts


def test_spoken_form_is_what_a_recogniser_writes():
    assert spoken_form("Well... it’s NOT 'fine'!") == "well it's not 'fine'"


def test_every_emotion_has_a_polarity_or_none():
    assert {polarity(raw) for raw in ("angry", "calm", "happy")} == set(LABELS)
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


class Glad:
    """A labeller that finds all texts positive: which texts it is asked, not what it says, is tested."""

    def probabilities(self, texts: list[str]) -> np.ndarray:
        return np.tile(np.float32([0.1, 0.1, 0.8]), (len(texts), 1))


def test_a_second_run_gives_the_same_pseudo_labels_and_touches_no_human_one():
    speech = {"kind": "speech", "language": "en", "transcript": "well done"}
    clips = pd.DataFrame([
        {"clip": "none", "label": "", "origin": "", **speech},
        {"clip": "earlier", "label": "positive", "origin": "text", **speech},
        {"clip": "human", "label": "negative", "origin": "acted", **speech},
    ])  # fmt: skip
    labels = pseudo_labels(Glad(), clips, pd.DataFrame({"clip": [], "transcript": []}), 0.7)
    assert labels[["clip", "label"]].to_numpy().tolist() == [["none", "positive"], ["earlier", "positive"]]


def test_what_calibrates_or_tests_the_labeller_teaches_it_nothing(tmp_path):
    write_data(tmp_path, np.zeros(16_000 * 30, np.float32))
    learn, check = (set(part["text"].map(spoken_form)) for part in texts(tmp_path, 10))
    tested = {spoken_form(text) for text in [*read_goemotions(tmp_path, "test")["text"], *read_meld(tmp_path, "dev")["text"]]}
    assert learn and check and not learn & (check | tested)
