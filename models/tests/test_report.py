"""The report: strangers come first, known corpora are named as such, and every plot that it shows is drawn."""

import re

import numpy as np
import pandas as pd
import pytest
import torch

from undertone_model.contract import LABELS
from undertone_model.evaluation.report import mean_over_corpora, strongest, write_report
from undertone_model.evaluation.sdk.estimates import Estimate
from undertone_model.evaluation.sdk.recording import ToneEvent
from undertone_model.evaluation.speech import speech_figures
from undertone_model.evaluation.steady import change_figures, gender_figures, plain_figures
from undertone_model.evaluation.strangers.calls import Answers, worth
from undertone_model.evaluation.strangers.figures import stranger_figures
from undertone_model.evaluation.suite import draw, kept_baselines, tone
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.examples import examples
from undertone_model.stages.fusion.words import Words

MODEL = "undertone-en-open"
SETS = ("synthetic", "commonvoice_dev", "moss_synth", "emodb", "nemo", "turev", "deeply_krs")


@pytest.fixture(scope="module")
def sets() -> dict[str, pd.DataFrame]:
    facts = {"language": "en", "gender": ["female", "male"] * 15, "age": "", "accent": "", "transcript": "x", "text_label": "neutral"}
    return {name: pd.DataFrame({"label": [*LABELS] * 10} | facts) for name in SETS}


def voices() -> dict:
    """Strangers of two corpora, one of which has no neutral voices."""
    label = np.r_[np.arange(30) % 3, np.arange(20) % 2 * 2]
    corpus = np.r_[np.full(30, "nemo"), np.full(20, "emospeech_in")]
    voice = (torch.eye(3)[label] * 2).log_softmax(1)
    names = np.array([f"clip-{i}" for i in range(len(label))])
    table = pd.DataFrame({"clip": names, "emotion": np.array(["angry", "neutral", "happy"])[label]})
    words = Words(torch.zeros(len(label), 3), torch.ones(len(label)))
    kinds = {kind: examples(voice, words, torch.from_numpy(label), corpus) for kind in ("moved", "foreign", "flat", "plain")}
    said = {"voice": voice.numpy(), "label": label, "corpus": corpus, "clip": names}
    return stranger_figures(said, table, kinds, Fusion().requires_grad_(False))


def calls() -> dict:
    label = np.arange(48).reshape(4, 12) % 3
    voice = np.log(np.eye(3)[label] * 0.8 + 0.1)
    part = Answers(np.tile(np.arange(12.0) * 3, (4, 1)), label, np.roll(voice, 1, axis=0), voice)
    return {mix: worth({"nemo": part}, lambda said, _: said) for mix in ("any mix of labels", "mostly neutral")}


def steady(rows: pd.DataFrame, scores: np.ndarray) -> dict:
    estimates = [Estimate(0, end, 3.0, np.eye(3)[i % 3], False) for i, end in enumerate((2.5, 5.0, 7.5))]
    later = [Estimate(0, end, 3.0, np.eye(3)[1], False) for end in (2.5, 5.0, 7.5)]
    streams = [tuple([ToneEvent(1, each, each, each) for each in part] for part in (estimates, later))]
    changes = {"all": change_figures(streams), "meetings": change_figures(streams)}
    return {"changes": changes, "plain": plain_figures(rows, scores), "gender": gender_figures(rows, scores)}


@pytest.fixture(scope="module")
def report(sets) -> dict:
    scores = np.eye(3)[np.arange(30) % 3] * 0.7 + 0.1
    scores[:3] = np.nan
    figures = tone(sets, dict.fromkeys(sets, scores))
    judges = {"text only": figures, MODEL: figures}
    facts = pd.DataFrame({"truth": [1, 0, -1, 1], "snr": ["clean", "clean", "clean", "0 dB"], "family": ["x", "music", "laughing", "x"]})
    value = {"value": 0.5, "low": 0.4, "high": 0.6, "size": 10}
    lines = [{"end": 5.0 + i, "side": "caller", "transcript": f"line {i}", "label": "positive", "window": i / 20} for i in range(20)]
    return {
        "judges": judges,
        "strangers": {MODEL: voices()},
        "calls of strangers": {MODEL: calls()},
        "adaptation": {MODEL: {"all together": {"with": value, "without": value}}},
        "steady": {MODEL: steady(sets["commonvoice_dev"], scores)},
        "robustness": {MODEL: {name: {"words": value, "tone": value} for name in ("as it is", "room")}},
        "timelines": {MODEL: lines},
        "cost": {MODEL: {"classify_s": 0.1, "transcribe_s": 0.2, "tokens": 3, "ratio": 2.0}},
        "speech": {
            "windows": 4,
            "detectors": speech_figures(facts, {name: (np.array([1.0, 0, 1, 1]), 0.5) for name in ("silero-vad", MODEL)}),
            "wordless": {MODEL: {"sounds of a voice": {"windows": 1, "label": 1.0, "strong": 0.25}}},
        },
        "labeller": {"trained_on": "texts", "confidence": 0.7}
        | {
            name: {"texts": 1, "macro_f1": 0.5, "accuracy": 0.5, "kept_share": 0.5, "kept_accuracy": 0.5}
            for name in ("goemotions_test", "meld_dev")
        },
    }


@pytest.fixture(scope="module")
def text(report, tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("report") / "report.md"
    write_report(report, file)
    return file.read_text()


def section(text: str, title: str) -> str:
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_strangers_come_first_and_other_speakers_of_known_corpora_last(text):
    titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert titles[:5] == [
        "What predicts strangers", "Corpora that no build has heard", "Other speakers of known corpora", "Words", "Steady on real speech",
    ]  # fmt: skip


def test_each_test_set_stands_where_it_belongs(text):
    unseen, known, words = (
        section(text, title) for title in ("Corpora that no build has heard", "Other speakers of known corpora", "Words")
    )
    assert all(name in unseen and name not in known + words for name in ("turev", "deeply_krs", "moss_synth", "of people together"))
    assert all(name in known and name not in unseen + words for name in ("| emodb", "| nemo (unheard by the open build)"))
    assert "Common Voice" in words


def test_what_is_measured_of_real_speech_is_said(text):
    steady = section(text, "Steady on real speech")
    assert "| neutral talk that gets another label (10 clips) | 0.000 [0.000, 0.000] |" in steady
    assert "| without words, surely labelled: sounds of a voice (1 windows) | 0.250 |" in steady
    assert "labels that differ when begun later: meetings (1 recordings)" in steady
    assert "women less men, in points: same label of the words" in steady
    assert "clear English words in a flat synthetic voice" in steady


def test_tables_are_whole(text):
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = table.strip().splitlines()
        assert len({row.count(" | ") for row in rows}) == 1 and rows[1].startswith("| ---"), table


def test_every_plot_that_is_shown_is_drawn(report, text, tmp_path):
    draw(report, tmp_path)
    shown = set(re.findall(r"plots/([\w-]+\.png)", text))
    assert {name for name in shown if not name.startswith("timeline")} == {file.name for file in tmp_path.glob("*.png")}


def test_what_little_data_do_not_tell_is_left_out(report, tmp_path):
    little = {"changes": {}, "plain": {}, "gender": None}
    unheard = {MODEL: {"any mix of labels": {}, "mostly neutral": {}}}
    write_report(report | {"steady": {MODEL: little}, "calls of strangers": unheard}, tmp_path / "report.md")
    draw(report | {"calls of strangers": unheard}, tmp_path)
    assert "neutral talk that gets" not in (tmp_path / "report.md").read_text() and (tmp_path / "adaptation.png").exists()


def test_means_are_over_corpora_that_have_all_labels():
    corpora = {"three": {"UAR": {"value": 0.6}, "labels": 3}, "two": {"UAR": {"value": 0.1}, "labels": 2}}
    assert mean_over_corpora(corpora, "UAR") == "0.600"
    assert mean_over_corpora({"two": corpora["two"]}, "UAR") == "–"


def test_of_the_call_the_windows_that_lean_furthest_are_shown_in_their_order(report):
    lines = strongest(report["timelines"][MODEL])
    assert [line["transcript"] for line in lines] == [f"line {i}" for i in range(10, 20)]


def test_a_synthetic_voice_is_no_human_label_and_no_baseline_of_other_tests_is_kept(report, sets):
    everything = report["judges"][MODEL]["sets"]["all together"]
    assert everything["uar"]["size"] == 30 * (len(SETS) - 2) and everything["no_label"] == pytest.approx(0.1)
    assert set(kept_baselines(report["judges"], sets)) == {"text only"}
    with pytest.raises(SystemExit, match="keep-baselines"):
        kept_baselines(report["judges"], sets | {"urdu": sets["turev"]})
