"""A stage refuses what was made of other inputs or with another configuration, whether or not it is done, and knows that it is done before it
reads a table: here all files are made up, and reading one would fail."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
import torch
from tiny_data import write_data

from undertone_model.config.data import Voice
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.stages.asr import command as asr
from undertone_model.stages.asr import ctc_head, interpolate
from undertone_model.stages.features import command as features
from undertone_model.stages.features.cache import PROGRESS, fill
from undertone_model.stages.fusion import command as fusion
from undertone_model.stages.lexical_head import command as lexical_head
from undertone_model.stages.pretrain import command as pretrain
from undertone_model.stages.pseudo_labels import command as pseudo_labels
from undertone_model.stages.speech_head import command as speech_head
from undertone_model.stages.synthesis import command as synthesis
from undertone_model.stages.voice import command as voice
from undertone_model.training.made import ConfigMismatch, made_file
from undertone_model.training.run import Run
from undertone_model.workspace import MissingArtefact

BASE = ("base/moonshine-tiny.pt", "base/tokenizer.bin")
TABLES = ("clips.parquet", "synthetic.parquet", "labels.parquet")
TEXTS = ("go_labels.txt", "go_train.tsv", "go_dev.tsv", "go_test.tsv", "meld_train.csv", "meld_dev.csv")
CACHE = ("features.float16", "mask.uint8", "speech.uint8", "progress.json")
RUNS = ("asr", "interpolate", "ctc-head", "pseudo-labels", "lexical-head", "voice-open")
WEIGHTS = [f"runs/{run}/weights.pt" for run in RUNS]
CACHED = [f"runs/features/{split}/{file}" for split in ("valid", "train") for file in CACHE]
OTHERS = ("word-pieces.json", "reports/labeller.json", "runs/voice-open/strangers.npz")
VOICES = get_args(Voice)
TAKES = {
    pretrain.main: [*BASE, *TABLES],
    asr.main: [*BASE, *TABLES],
    interpolate.main: [*BASE, *TABLES, "runs/asr/weights.pt"],
    ctc_head.main: [*BASE, *TABLES, "runs/interpolate/weights.pt", "word-pieces.json"],
    pseudo_labels.main: [*BASE, TABLES[0], *(f"data/text/{name}" for name in TEXTS)],
    lexical_head.main: [*TABLES, "runs/pseudo-labels/weights.pt", "word-pieces.json", *(f"data/text/{name}" for name in TEXTS)],
    features.main: [*TABLES, "runs/ctc-head/weights.pt"],
    speech_head.main: [*TABLES, "runs/ctc-head/weights.pt", *CACHED],
    voice.main: [*TABLES, "runs/ctc-head/weights.pt"],
    fusion.main: [*TABLES, *(WEIGHTS[i] for i in (2, 4, 5)), "runs/voice-open/strangers.npz"],
}
NAMES = [main.__module__.split(".")[-1].replace("command", main.__module__.split(".")[-2]) for main in TAKES]


@pytest.fixture
def work(tmp_path) -> Path:
    for name in (*BASE, *TABLES, *OTHERS, *WEIGHTS, *CACHED, *(f"data/text/{name}" for name in TEXTS)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def ask(main: Callable, work: Path, *arguments: str) -> None:
    main(["--work", str(work), "--data", str(work / "data"), *arguments])


def finish(main: Callable, work: Path, monkeypatch, *arguments: str) -> None:
    """Record the run of a command as one that has come to its end."""
    with monkeypatch.context() as patched:
        patched.setattr(Run, "done", property(lambda run: run.finish({}) is None))
        ask(main, work, *arguments)


@pytest.mark.parametrize("main", TAKES, ids=NAMES)
def test_a_stage_that_is_done_is_not_taken_for_that_of_other_inputs(main, work, monkeypatch):
    finish(main, work, monkeypatch)
    ask(main, work)
    for name in TAKES[main]:
        content = (work / name).read_bytes()
        (work / name).write_bytes(b"something else")
        with pytest.raises(ConfigMismatch, match=r"(?s)there, .* asked for.*--run NAME, or delete"):
            ask(main, work)
        (work / name).write_bytes(content)
    ask(main, work)


def test_sentences_that_no_record_tells_the_labeller_of_are_not_taken(work, monkeypatch):
    file = work / "runs" / "lexical-head" / "sentences.parquet"
    file.write_bytes(b"of another labeller")
    for part in ("load_labeller", "load_pieces"):
        monkeypatch.setattr(lexical_head, part, lambda *_: torch.nn.Linear(1, 1))
    monkeypatch.setattr(lexical_head, "sentences", lambda *_: pytest.skip(f"there are sentences: {file.exists()}"))
    with pytest.raises(pytest.skip.Exception, match="False"):
        ask(lexical_head.main, work)
    file.write_bytes(b"of this labeller")
    with pytest.raises(pytest.skip.Exception, match="True"):
        ask(lexical_head.main, work)
    (work / "runs" / "pseudo-labels" / "weights.pt").write_bytes(b"another labeller")
    with pytest.raises(ConfigMismatch, match="labeller"):
        ask(lexical_head.main, work)


def test_a_table_that_was_not_there_is_another_input(work, monkeypatch):
    (work / "labels.parquet").unlink()
    finish(pretrain.main, work, monkeypatch)
    (work / "labels.parquet").touch()
    with pytest.raises(ConfigMismatch, match=r"labels \(labels.parquet\): nothing there"):
        ask(pretrain.main, work)


@pytest.mark.parametrize("main", [asr.main, interpolate.main, ctc_head.main, features.main, speech_head.main])
def test_what_is_done_for_one_build_is_done_for_the_other(main, work, monkeypatch):
    finish(main, work, monkeypatch)
    before = {folder.name for folder in (work / "runs").iterdir()}
    ask(main, work, "--config", "research")
    assert {folder.name for folder in (work / "runs").iterdir()} == before


def test_a_ctc_head_that_was_unpacked_stays_the_input_when_the_own_one_takes_its_place(work, monkeypatch):
    finish(ctc_head.main, work, monkeypatch)
    folder = work / "runs" / "ctc-head"
    assert (folder / ctc_head.UNPACKED).read_bytes() != (folder / "weights.pt").read_bytes()
    ask(ctc_head.main, work)


def test_the_longest_clip_that_rounding_sees_is_of_its_configuration(work, monkeypatch):
    finish(interpolate.main, work, monkeypatch)
    with pytest.raises(ConfigMismatch, match=r"asr\.examples\.longest_seconds"):
        ask(interpolate.main, work, "--set", "asr.examples.longest_seconds=4")


def test_labels_are_of_one_configuration_whatever_the_run_is_called(work, monkeypatch):
    made = [work / "labels.parquet", work / "reports" / "labeller.json"]
    for file in made:
        file.unlink()
    finish(pseudo_labels.main, work, monkeypatch)
    for file in made:
        file.write_bytes(b"made")
    with pytest.raises(
        ConfigMismatch, match=r"(?s)labels.parquet is shared.*runs/pseudo-labels made.*confidence: 0.7 there, 0.2 asked for.*--work"
    ):
        ask(pseudo_labels.main, work, "--run", "x", "--set", "pseudo_labels.confidence=0.2")
    assert not (work / "runs" / "pseudo-labels-x").exists()
    finish(pseudo_labels.main, work, monkeypatch, "--run", "same")
    # Gone, they are made again.
    made[0].unlink()
    monkeypatch.setattr(pseudo_labels, "task", lambda *_: pytest.skip("asked to train"))
    with pytest.raises(pytest.skip.Exception):
        ask(pseudo_labels.main, work)


def test_word_pieces_are_of_one_set_of_transcripts(work, monkeypatch):
    pieces = work / "word-pieces.json"
    pieces.unlink()
    finish(asr.main, work, monkeypatch)
    pieces.write_bytes(b"made")
    finish(asr.main, work, monkeypatch, "--run", "faster", "--set", "asr.encoder_rate=0.1")
    with pytest.raises(ConfigMismatch, match=r"(?s)word-pieces.json is shared.*asr.examples.longest_seconds: 5.5 there, 4.0 asked for"):
        ask(asr.main, work, "--run", "short", "--set", "asr.examples.longest_seconds=4")


def test_what_nothing_is_known_of_is_taken_as_it_is(work, monkeypatch):
    finish(asr.main, work, monkeypatch)
    assert not made_file(work / "word-pieces.json").exists()


@pytest.fixture
def spoken(tmp_path, monkeypatch) -> Callable[..., pd.DataFrame]:
    """The table of synthetic speech after a command line; nobody speaks."""
    write_data(tmp_path, np.zeros(16_000 * 30, np.float32))
    monkeypatch.setattr(synthesis, "voices", lambda _: dict.fromkeys(VOICES, speak))

    def table(*settings: str, run: str | None = None) -> pd.DataFrame:
        counts = ["synthesis.train=6", "synthesis.valid=3", "synthesis.test=3", "synthesis.dialogue=3", *settings]
        named = ["--run", run] if run else []
        synthesis.main(
            ["--work", str(tmp_path), "--data", str(tmp_path), *named, *(part for setting in counts for part in ("--set", setting))]
        )
        return pd.read_parquet(tmp_path / "synthetic.parquet")

    return table


def speak(text: str, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal(100)


def test_speech_of_another_seed_or_configuration_is_not_added_to(spoken, tmp_path):
    spoken()
    for run, setting in ((None, "seed=7"), ("mine", "synthesis.peak=0.4")):
        shutil.rmtree(tmp_path / "runs" / "synthesis", ignore_errors=True)
        with pytest.raises(ConfigMismatch, match=r"synthetic.parquet is shared by all runs, and runs/synthesis made it of something else"):
            spoken(setting, run=run)
        assert not (tmp_path / "runs" / "synthesis").exists()
    made = json.loads(made_file(tmp_path / "synthetic.parquet").read_text())
    assert made["settings"]["seed"] == 0 and made["settings"]["synthesis.peak"] == 0.5 and "go_train" in made["inputs"]


def test_speech_grows_and_does_not_shrink(spoken, tmp_path):
    few, many = spoken(), spoken("synthesis.train=9", run="mine")
    assert len(many) == len(few) + 3 and (tmp_path / "runs" / "synthesis-mine" / "run.json").exists()
    pd.testing.assert_frame_equal(many[: len(few)], few)
    with pytest.raises(ConfigMismatch, match=r"(?s)synthesis.train: 9 there, 6 asked for.*only grow"):
        spoken(run="mine")
    with pytest.raises(ConfigMismatch, match=r"(?s)synthesis.train: 9 there, 6 asked for.*only grow"):
        spoken()


def test_speech_that_was_interrupted_ends_as_if_it_was_not(spoken, tmp_path, monkeypatch):
    straight, store = spoken("synthesis.save_every=5"), tmp_path / "audio" / "synthetic.int16"
    samples = store.read_bytes()
    for file in (tmp_path / "synthetic.parquet", store):
        file.unlink()
    spoke = []

    def killed(text: str, rng: np.random.Generator) -> np.ndarray:
        spoke.append(text)
        if len(spoke) == 8:
            raise KeyboardInterrupt
        return speak(text, rng)

    with monkeypatch.context() as patched:
        patched.setattr(synthesis, "voices", lambda _: dict.fromkeys(VOICES, killed))
        with pytest.raises(KeyboardInterrupt):
            spoken("synthesis.save_every=5")
    assert len(pd.read_parquet(tmp_path / "synthetic.parquet")) == 5
    pd.testing.assert_frame_equal(spoken("synthesis.save_every=5"), straight)
    assert store.read_bytes() == samples


def test_what_is_missing_names_the_command_that_leaves_it(work):
    (work / "clips.parquet").unlink()
    with pytest.raises(
        MissingArtefact, match=r"clips\.parquet is not there: run `python -m undertone_model prepare-data` to its end first"
    ):
        ask(asr.main, work)
    (work / "runs" / "interpolate" / "weights.pt").unlink()
    with pytest.raises(MissingArtefact, match="`python -m undertone_model interpolate` to its end first"):
        ask(ctc_head.main, work)
    (work / "runs" / "voice-open" / "weights.pt").unlink()
    with pytest.raises(MissingArtefact, match="`python -m undertone_model voice` with a configuration of the build open to its end"):
        ask(fusion.main, work)
    shutil.rmtree(work / "data")
    with pytest.raises(MissingArtefact, match=r"go_labels\.txt is not there: --data"):
        ask(synthesis.main, work)


def test_progress_that_is_cut_off_while_it_is_written_leaves_what_was_there(tmp_path, monkeypatch):
    windows = [(torch.zeros(80_000), 0, 0.0)] * 17
    parts = FrontEnd(), Encoder(), windows, torch.device("cpu")
    whole = Path.write_text

    def killed(file: Path, text: str) -> None:
        whole(file, text[: len(text) // 2] if '"done": 17' in text else text)
        if '"done": 17' in text:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", killed)
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path, *parts)
    assert json.loads((tmp_path / PROGRESS).read_text())["done"] == 16
    monkeypatch.undo()
    fill(tmp_path, *parts)
    assert json.loads((tmp_path / PROGRESS).read_text())["done"] == 17
