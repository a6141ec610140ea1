"""Is what a badge shows steady: labels of the same talk begun later, neutral talk, sounds without words, and women and men who say the same."""

import numpy as np
import pandas as pd
import pytest

from undertone_model.contract import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.evaluation.conflicts import conflict_figures
from undertone_model.evaluation.sdk.estimates import Estimate
from undertone_model.evaluation.sdk.recording import ToneEvent
from undertone_model.evaluation.steady import change_figures, gap, gender_figures, plain_figures, steady_figures, wordless_figures

NO_SCORES = [np.nan] * 3


def estimate(end: float, label: str | None) -> Estimate:
    return Estimate(max(0, end - 5), end, 3.0 if label else 0.0, np.eye(3)[LABELS.index(label)] if label else None, False)


def events(labels: list[str | None], recent: str = "neutral", first: float = 2.5) -> list[ToneEvent]:
    ends = first + 2.5 * np.arange(len(labels))
    return [ToneEvent(1.0, estimate(end, label), estimate(end, recent), estimate(end, recent)) for end, label in zip(ends, labels)]


def test_labels_of_the_same_talk_begun_half_a_second_later_are_compared():
    one = events(["negative", "negative", "neutral", None, "positive"])
    later = events(["positive", "neutral", "neutral", "neutral", "positive"])
    report = change_figures([(one, later)])
    # The first window is half empty, and one of the fourth pair has no label.
    assert report["window"]["shifted"]["value"] == pytest.approx(1 / 3) and report["window"]["shifted"]["size"] == 3
    assert report["recent"]["shifted"]["value"] == 0 and report["recordings"] == 1


def test_windows_that_do_not_end_half_a_second_apart_are_no_pair():
    tail = events(["neutral"] * 3, first=2.6)
    assert change_figures([(events(["negative"] * 3), tail)])["window"]["shifted"] is None


def test_changes_count_for_the_time_in_which_there_were_labels():
    minute = events(["neutral", "positive", "positive", None, "negative", "neutral"])
    report = change_figures([(minute, [])])
    # Two changes in three steps of 2.5 s; the steps to and from no label are none.
    assert report["window"]["flips_a_minute"] == pytest.approx(2 / 7.5 * 60)
    assert report["recent"]["flips_a_minute"] == 0
    assert change_figures([(events([None, None]), [])])["window"]["flips_a_minute"] is None


class Listens:
    """Calls positive what begins with a loud sample."""

    def events(self, pcm: np.ndarray) -> list[ToneEvent]:
        return events(["positive" if pcm[0] > 0.5 else "neutral"] * (len(pcm) // (WINDOW_SAMPLES // 2)))


def test_real_talk_alone_is_listened_to_and_long_enough(monkeypatch):
    heard = []

    def read(row) -> np.ndarray:
        heard.append(row.clip)
        return np.r_[1.0, np.zeros(row.samples - 1)]

    monkeypatch.setattr("undertone_model.evaluation.steady.read_clip", read)
    rows = [
        ("read", "commonvoice_dev", "test", 10), ("short", "commonvoice_dev", "test", 6), ("acted", "urdu", "test", 10),
        ("meeting", "ami_pyannote", "test", 10), ("other", "commonvoice_dev", "valid", 10),
    ]  # fmt: skip
    table = pd.DataFrame([{"clip": clip, "corpus": c, "split": s, "samples": n * SAMPLE_RATE} for clip, c, s, n in rows])
    report = steady_figures(table, "test", Listens())
    assert heard == ["read", "meeting"] and set(report) == {"all", "read sentences", "meetings"}
    assert report["all"]["window"]["shifted"]["value"] == 1 and report["all"]["recordings"] == 2


def test_neutral_talk_with_another_label_is_counted_and_the_sure_one_apart():
    rows = pd.DataFrame({"label": ["neutral"] * 4 + ["positive"]})
    scores = np.array([[0.7, 0.2, 0.1], [0.1, 0.4, 0.5], [0.1, 0.8, 0.1], NO_SCORES, [0.9, 0.1, 0.0]])
    report = plain_figures(rows, scores)
    assert (report["other"]["value"], report["strong"]["value"], report["other"]["size"]) == (0.5, 0.25, 4)
    assert plain_figures(rows[4:], scores[4:]) == {}


def test_sounds_without_words_have_a_label_where_the_sdk_gives_one():
    facts = pd.DataFrame({"truth": [-1, -1, -1, 0, 1]})
    loud, silent = np.tile(np.float32([0.1, -0.1]), WINDOW_SAMPLES // 2), np.zeros(WINDOW_SAMPLES, np.float32)
    windows = np.stack([loud, loud, silent, loud, loud])
    sure = np.array([[0.1, 0.1, 0.8]] * 5)
    sure[1] = [0.3, 0.3, 0.4]
    report = wordless_figures(facts, windows, sure, np.array([0.9, 0.9, 0.9, 0.1, 0.9]), 0.5)
    assert report["sounds of a voice"] == {"windows": 3, "label": pytest.approx(2 / 3), "strong": pytest.approx(1 / 3)}
    assert report["noise and music"] == {"windows": 1, "label": 0, "strong": 0}


def test_women_and_men_are_compared_at_equal_words():
    # Women read more of what is positive, and nobody hears them otherwise.
    rows = pd.DataFrame({
        "gender": ["female"] * 3 + ["male"] * 3 + [""],
        "label": ["positive", "positive", "neutral", "positive", "neutral", "neutral", "positive"],
        "transcript": ["a", "b", "c", "a", "c", "d", "b"],
    })  # fmt: skip
    scores = np.eye(3)[[2, 2, 1, 2, 1, 1, 0]]
    report = gender_figures(rows, scores)
    assert report["as they come"]["value"] == pytest.approx(1 / 3)
    assert report["same label of the words"]["value"] == report["same words"]["value"] == 0
    assert report["same words"]["women"] == 2 and (report["women"], report["men"]) == (3, 3)
    assert gender_figures(rows[rows["gender"] != "male"], scores[[0, 1, 2, 6]]) is None


def test_a_gap_counts_each_group_of_words_by_its_women():
    value, women = np.array([1, 1, 0, 0, 1, 0]), np.array([True, True, False, True, False, False])
    assert gap(value, women, np.array([0, 0, 0, 1, 1, 2])) == pytest.approx((2 * 1 + 1 * -1) / 3)
    assert np.isnan(gap(value[:2], women[:2], np.array([0, 0])))


def test_where_voice_and_words_differ_one_of_them_is_followed():
    sets = {
        "moss_synth": pd.DataFrame({"language": ["en", "en", "de", "en"], "label": ["negative", "positive", "positive", "neutral"]}),
        "synthetic": pd.DataFrame({"label": ["negative", "neutral", "positive", "positive"]}),
        "deeply_krs": pd.DataFrame({"label": ["negative", "negative", "neutral"], "text_label": ["positive", "negative", "positive"]}),
    }
    sentiment = {"moss_synth": np.eye(3)[[0, 1, 0, 1]], "synthetic": np.eye(3)[[0, 1, 1, 0]], "deeply_krs": np.eye(3)[[2, 0, 0]]}
    english, german, flat, korean, irony = conflict_figures(sets, sentiment)
    assert (english["clips"], english["voice"], english["words"], english["neither"]) == (2, 0.5, 0.5, 0)
    assert (german["clips"], german["voice"], german["words"], german["neither"]) == (1, 0, 0, 1)
    assert (flat["clips"], flat["words"]) == (3, pytest.approx(1 / 3)) and flat["voice"] == pytest.approx(1 / 3)
    assert (korean["clips"], korean["words"], korean["neither"]) == (2, 0.5, 0.5)
    assert (irony["clips"], irony["words"]) == (1, 1)
