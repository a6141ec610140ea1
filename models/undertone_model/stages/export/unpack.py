"""The way back: the frozen weights of a shipped graph as the stages before stage 2 leave them, so that stage 2 can be done again on them.

    python -m undertone_model unpack --work DIR --config open

Needs `python -m undertone_model base-weights` and gives no decoder but the base's, so that `asr` cannot go on from it; `ctc-head` can. Weights are as they are stored,
in 8 or 4 bits; to export them again changes nothing.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor

from undertone_model.command_line import config_parser, configuration
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone, current_name
from undertone_model.stages.asr.artefacts import DATA
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.export.graph import TURNED
from undertone_model.stages.export.pieces import kept_pieces
from undertone_model.stages.export.quantize import unfolded
from undertone_model.workspace import MODELS, WEIGHTS, base_folder, pieces_file, run_folder

FROZEN = ("front_end.", "encoder.", "ctc_head.", "classifier.lexical_head.")
"""What stage 2 does not change, by the beginning of its names."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = config_parser(__doc__, needs=("work",)).parse_args(arguments)
    build = configuration(options).build
    model = MODELS / f"undertone-en-{build}.onnx"
    keep(kept_pieces(model), pieces_file(options.work))
    save(unpacked(model), options.work, build, options.run)
    data = json.loads(model.with_suffix(".json").read_text())["data"]
    (run_folder(options.work, "interpolate", build, options.run) / DATA).write_text(json.dumps(data, indent=2))


def keep(pieces: str, file: Path) -> None:
    """Other pieces than a work folder has are refused: what has learned there would read them wrongly."""
    if file.exists() and file.read_text() != pieces:
        raise SystemExit(f"{file} has other word pieces: give the weights a work folder of their own with --work")
    file.write_text(pieces)


def save(state: dict[str, Tensor], work: Path, build: str, name: str | None = None) -> None:
    """As `interpolate`, `ctc-head` and `lexical-head` would have left it."""
    front_end, encoder, ctc_head, lexical_head = (
        {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)} for prefix in FROZEN
    )
    recogniser = load_recogniser(base_folder(work))
    recogniser.front_end.load_state_dict(front_end)
    recogniser.encoder.load_state_dict(encoder)
    leave(work, "interpolate", {"recogniser": recogniser.state_dict(), "ctc_head": CTCHead(layers=0).state_dict()}, build, name)
    leave(work, "ctc-head", ctc_head, build, name)
    leave(work, "lexical-head", lexical_head, name=name)


def leave(work: Path, stage: str, weights: dict, build: str | None = None, name: str | None = None) -> None:
    """Weights that no run made, where later stages look for those of a run. A run that is there is not touched."""
    folder = run_folder(work, stage, build, name)
    if (folder / "run.json").exists():
        raise SystemExit(f"{folder} is a run: give the weights a place beside it with --run NAME")
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(weights, folder / WEIGHTS)


def unpacked(model: Path) -> dict[str, Tensor]:
    """The frozen part of Undertone's state."""
    stored = unfolded(onnx.load(model))
    stored = {current_name(name): value for name, value in stored.items()}
    stored |= {name.removesuffix(TURNED): value.T for name, value in stored.items() if name.endswith(TURNED)}
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    frozen = [name for name, _ in network.named_parameters() if name.startswith(FROZEN)]
    if missing := [name for name in frozen if name not in stored]:
        raise SystemExit(f"{model.name} has no {missing[0]}: its weights have no names, or are of another version's network")
    return {name: torch.from_numpy(stored[name].astype(np.float32)) for name in frozen}
