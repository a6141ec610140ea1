"""The end of stage 1, by its command: what learns, what stays, how it is rounded, and that a stop changes nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from tiny_tasks import CPU, tiny_config
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor

from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import LAYERS, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.recogniser import Recogniser, untrained_decoder
from undertone_model.network.rounding import joined, recognised, split
from undertone_model.stages.asr import ctc_head
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.base_weights.tokenizer import LABEL_PIECES
from undertone_model.training import train
from undertone_model.training.fit import Budget
from undertone_model.training.run import Run
from undertone_model.workspace import WEIGHTS, pieces_file, run_folder

FIXED = tiny_config().ctc_head.fixed_layers
SETTINGS = (
    *("augmentation.simulated_rooms=1", "interpolate.typical_clips=1", "ctc_head.steps=2"),
    *("ctc_head.examples.batch_size=2", "ctc_head.examples.pool=2"),
)


@pytest.fixture
def work(spoken, tmp_path, monkeypatch) -> Path:
    """As `interpolate` leaves it: random weights, rounded to 4 bits."""
    torch.manual_seed(0)
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder()).eval()
    for part in parts(recogniser.encoder.state_dict()).values():
        part.copy_(torch.from_numpy(joined(*split(part.T.numpy()))).T)
    monkeypatch.setattr("undertone_model.stages.asr.artefacts.load_recogniser", lambda _: recogniser)
    monkeypatch.setattr("undertone_model.stages.asr.examples.load_tokenizer", lambda _: tokenizer())
    monkeypatch.setattr(ctc_head, "load_table", lambda _: spoken)
    for name in ("base/moonshine-tiny.pt", "base/tokenizer.bin", *(f"{table}.parquet" for table in ("clips", "synthetic", "labels"))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    learn_pieces(["I love it, I really love it!"] * 5, pieces_file(tmp_path))
    leave(tmp_path, "interpolate", {"recogniser": recogniser.state_dict(), "ctc_head": CTCHead(layers=0).state_dict()})
    return tmp_path


def tokenizer() -> Tokenizer:
    """Of words that nobody asks for here."""
    result = Tokenizer(models.WordLevel({word: i for i, word in enumerate(["<unk>", *LABEL_PIECES.values()])}, "<unk>"))
    result.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return result


def leave(work: Path, stage: str, weights: dict) -> None:
    folder = run_folder(work, stage)
    folder.mkdir(parents=True)
    torch.save(weights, folder / WEIGHTS)


def parts(encoder: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: value for name, value in encoder.items() if name.endswith(("fc1.weight", "fc2.weight"))}


def arguments(work: Path, *more: str) -> list[str]:
    return ["--work", str(work), "--device", "cpu", *(part for setting in SETTINGS for part in ("--set", setting)), *more]


def learned(work: Path, name: str, *more: str) -> dict[str, dict[str, Tensor]]:
    ctc_head.main(arguments(work, "--run", name, *more))
    return torch.load(run_folder(work, "ctc-head", name=name) / WEIGHTS)


def test_upper_layers_learn_and_are_rounded_and_a_stop_changes_nothing(work, monkeypatch):
    before = torch.load(run_folder(work, "interpolate") / WEIGHTS)["recogniser"]
    straight = learned(work, "straight")
    assert straight.keys() == {"encoder", "ctc_head"}
    for name, value in straight["encoder"].items():
        layer = int(name.split(".")[1]) if name.startswith("layers.") else LAYERS
        assert torch.equal(value, before[f"encoder.{name}"]) == (layer < FIXED), name
    assert len(parts(straight["encoder"])) == 2 * LAYERS
    for name, value in parts(straight["encoder"]).items():
        # As export tells which weights take 4 bits.
        assert recognised(value.T.numpy()), name
        np.testing.assert_allclose(joined(*recognised(value.T.numpy())), value.T.numpy(), rtol=1e-5, atol=1e-8)
    with monkeypatch.context() as patched:
        patched.setattr(train, "Budget", OneStep)
        ctc_head.main(arguments(work, "--run", "stopped", "--minutes", "1"))
    assert not (run_folder(work, "ctc-head", name="stopped") / WEIGHTS).exists()
    stopped = learned(work, "stopped", "--workers", "2")
    for part, state in straight.items():
        assert all(torch.equal(value, stopped[part][name]) for name, value in state.items())


class OneStep(Budget):
    """Time for a step."""

    def __init__(self, minutes: float | None = None):
        super().__init__(minutes)
        self._asked = 0

    @property
    def spent(self) -> bool:
        self._asked += 1
        return self._asked > 1


def test_a_ctc_head_that_was_unpacked_learns_on_and_others_begin_anew(work):
    torch.manual_seed(1)
    head, encoder = CTCHead(), Encoder()
    leave(work, "ctc-head", {"encoder": encoder.state_dict(), "ctc_head": head.state_dict()})
    config = tiny_config()
    for name, same in ((None, True), ("anew", False)):
        options = ctc_head.training_parser("", workers=True).parse_args(arguments(work, *(["--run", name] if name else []), "--data", "."))
        run = Run(work, "ctc-head", config, ("ctc_head",), name=name)
        task = ctc_head.task(options, config, run, CPU)
        assert torch.equal(task.ctc_head.layers[0].fc1.weight, head.layers[0].fc1.weight) == same
        assert torch.equal(task.encoder.layers[-1].fc1.weight, encoder.layers[-1].fc1.weight) == same


def test_only_what_both_builds_may_use_teaches(spoken):
    config = tiny_config("build=research")
    both = pd.concat([spoken, spoken.assign(use="research", corpus="more")], ignore_index=True)
    pd.testing.assert_frame_equal(ctc_head.transcribed(both, config), ctc_head.transcribed(spoken[spoken["use"] == "open"], tiny_config()))
