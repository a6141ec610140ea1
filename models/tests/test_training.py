"""A seed repeats a run, a stop changes nothing, and a run stays what it is."""

import json
from pathlib import Path

import pandas as pd
import pytest
import torch
import yaml
from tiny_tasks import CPU, KINDS, tiny_config
from torch import Tensor

from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import ConfigMismatch, Run
from undertone_model.training.seeds import generator
from undertone_model.training.task import stream
from undertone_model.workspace import MissingArtefact, artefact


class Steps(Budget):
    """Spent after so many steps."""

    def __init__(self, steps: int):
        super().__init__()
        self._left = steps

    @property
    def spent(self) -> bool:
        self._left -= 1
        return self._left < 0


def trained(
    kind: str, table: pd.DataFrame, work: Path, *settings: str, stop_after: int | None = None
) -> tuple[bool, dict[str, Tensor], list]:
    """Whether it came to its end, all weights, and the metrics that its folder has."""
    torch.set_num_threads(1)
    work.mkdir(exist_ok=True)
    config = tiny_config(*settings)
    with Run(work, kind, config, (kind,), "open") as run:
        tiny = KINDS[kind](table, config, work)
        done = fit(tiny.task, run, tiny.loop, tiny.steps, CPU, None if stop_after is None else Steps(stop_after))
        metrics = [json.loads(line) for line in (run.folder / "metrics.jsonl").read_text().splitlines()] if done else []
    weights = {f"{name}.{key}": value for name, module in tiny.task.modules.items() for key, value in module.state_dict().items()}
    return done, weights, metrics


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_repeats_a_run_and_a_stop_changes_nothing(kind, spoken, tmp_path):
    _, straight, metrics = trained(kind, spoken, tmp_path / "straight")
    done, _, _ = trained(kind, spoken, tmp_path / "stopped", stop_after=1)
    assert not done
    assert (tmp_path / "stopped" / "runs" / f"{kind}-open" / "checkpoint.pt").exists()
    done, resumed, resumed_metrics = trained(kind, spoken, tmp_path / "stopped")
    assert done
    assert same(straight, resumed)
    assert metrics == resumed_metrics
    assert all(weight.isfinite().all() for weight in straight.values())
    # A transcript longer than its clip would teach nothing, and a stop could not change that.
    assert all(line["losses"].get("pieces", 1) > 0 for line in metrics if "losses" in line)


def test_another_seed_is_another_run(spoken, tmp_path):
    weights = [trained("lexical_head", spoken, tmp_path / str(seed), f"seed={seed}")[1] for seed in (0, 1, 1)]
    assert not same(weights[0], weights[1])
    assert same(weights[1], weights[2])


def test_a_run_that_is_interrupted_goes_on_from_its_last_checkpoint(spoken, tmp_path):
    settings = ("lexical_head.loop.save_every=1", "lexical_head.loop.log_every=1")
    _, straight, metrics = trained("lexical_head", spoken, tmp_path / "straight", *settings)
    trained("lexical_head", spoken, tmp_path / "broken", *settings, stop_after=2)
    # What was logged after the checkpoint that is there, the run will log again.
    with (tmp_path / "broken" / "runs" / "lexical_head-open" / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"step": 3, "losses": {}}) + "\n")
    _, resumed, resumed_metrics = trained("lexical_head", spoken, tmp_path / "broken", *settings)
    assert same(straight, resumed)
    assert metrics == resumed_metrics


def test_another_configuration_is_refused_and_says_what_differs(spoken, tmp_path):
    trained("lexical_head", spoken, tmp_path, stop_after=1)
    with pytest.raises(
        ConfigMismatch, match=r"(?s)lexical_head.learning_rate: 0.001 there, 0.002 asked for.*--run NAME, or delete"
    ) as error:
        trained("lexical_head", spoken, tmp_path, "lexical_head.learning_rate=0.002")
    assert set(error.value.differences) == {"lexical_head.learning_rate"}
    # A number that this stage does not use may change.
    assert trained("lexical_head", spoken, tmp_path, "speech_head.epochs=9")[0]


def test_a_run_refuses_to_go_on_with_other_weights_than_it_began_with(tmp_path):
    def run() -> Run:
        return Run(tmp_path, "speech-head", tiny_config(), ("speech_head",), "open", inputs={"frozen": tmp_path / "weights"})

    (tmp_path / "weights").write_bytes(b"before")
    with run():
        pass
    (tmp_path / "weights").write_bytes(b"after")
    with pytest.raises(ConfigMismatch, match=r"frozen \(weights\): [0-9a-f]{12} there, [0-9a-f]{12} asked for"), run():
        pass


def test_a_run_records_what_made_it(spoken, tmp_path):
    trained("lexical_head", spoken, tmp_path, stop_after=1)
    trained("lexical_head", spoken, tmp_path)
    folder = tmp_path / "runs" / "lexical_head-open"
    facts = json.loads((folder / "run.json").read_text())
    assert facts["seed"] == 0
    assert [(session["from_step"], session["to_step"]) for session in facts["sessions"]] == [(0, 1), (1, 3)]
    assert facts["sessions"][0] | {"device": "cpu", "threads": 1} == facts["sessions"][0]
    assert {"commit", "dirty", "command", "versions", "started", "ended"} <= set(facts["sessions"][0])
    assert yaml.safe_load((folder / "config.yaml").read_text())["lexical_head"]["batch_size"] == 4
    assert "step 2" in (folder / "log.txt").read_text()


def test_what_grows_may_grow_and_not_shrink(tmp_path):
    def run(*settings: str) -> Run:
        return Run(tmp_path, "synthesis", tiny_config(*settings), ("synthesis",), grows=["synthesis.train"])

    for count in (6, 9):
        with run(f"synthesis.train={count}") as grown:
            assert grown.settings["synthesis"]["train"] == count
    with pytest.raises(ConfigMismatch, match=r"(?s)synthesis.train: 9 there, 6 asked for.*only grow"), run("synthesis.train=6"):
        pass
    with pytest.raises(ConfigMismatch, match=r"synthesis\.words"), run("synthesis.train=9", "synthesis.words=[1,2]"):
        pass


def test_a_run_whose_record_is_refused_stays_as_it_is(tmp_path):
    with Run(tmp_path, "asr", tiny_config(), ("asr",), "open") as run:
        run.finish({})
    before = {file.name: file.read_bytes() for file in run.folder.iterdir()}
    with pytest.raises(ConfigMismatch), Run(tmp_path, "asr", tiny_config("seed=1"), ("asr",), "open"):
        pass
    assert {file.name: file.read_bytes() for file in run.folder.iterdir()} == before


def test_a_named_run_takes_from_others_of_its_name_else_from_unnamed_ones(tmp_path):
    for name in (None, "wide"):
        with Run(tmp_path, "asr", tiny_config(), ("asr",), "open", name) as run:
            run.finish({})
    assert artefact(tmp_path, "asr", "open", "wide").parent.name == "asr-open-wide"
    assert artefact(tmp_path, "asr", "open", "deep").parent.name == "asr-open"
    with pytest.raises(MissingArtefact, match="undertone_model ctc-head"):
        artefact(tmp_path, "ctc-head", "open")


def test_a_stream_begins_anywhere():
    numbers = list(range(10))
    before = torch.get_rng_state()
    assert list(stream(numbers, 7)) == [7, 8, 9]
    assert torch.equal(before, torch.get_rng_state())
    draws = [generator(0, "words", place).random() for place in (0, 1)]
    assert draws[0] != draws[1] == generator(0, "words", 1).random()
