"""The way back: the weights of a shipped graph as the stages leave them, so that any later stage can be done again on them.

    python -m undertone_model unpack --work DIR --config open

Needs `python -m undertone_model base-weights` and gives no decoder but the base's, so that `asr` cannot go on from it; `ctc-head` can. Weights are as they are stored,
in 8 or 4 bits; to export them again changes nothing. Up to version 0.10.1 a graph has neither voice channel nor fusion: `voice` and `fusion` make them.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from undertone_model.command_line import config_parser, configuration
from undertone_model.stages.asr.artefacts import DATA
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.export.figures import KEPT, of_stage
from undertone_model.stages.export.pieces import kept_pieces
from undertone_model.stages.export.stored import unpacked
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.workspace import MODELS, WEIGHTS, base_folder, pieces_file, run_folder

PROJECTION = "ctc_head"
"""From which a CTC head would begin to learn: in the weights of `interpolate`. Versions up to 0.10.1 left a random one, and what came after does
not depend on it."""
LATER = {"voice": "voice_channel", "fusion": "fusion"}
"""Stages that a graph may lack, and the part of the network that each leaves."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = config_parser(__doc__, needs=("work",))
    parser.add_argument("--model", type=Path, help="which one, with its manifest beside it; without, the one that ships of the build")
    options = parser.parse_args(arguments)
    build = configuration(options).build
    model = options.model or MODELS / f"undertone-en-{build}.onnx"
    keep(kept_pieces(model), pieces_file(options.work))
    save(unpacked(model), json.loads(model.with_suffix(".json").read_text()), options.work, build, options.run)


def keep(pieces: str, file: Path) -> None:
    """Other pieces than a work folder has are refused: what has learned there would read them wrongly."""
    if file.exists() and file.read_text() != pieces:
        raise SystemExit(f"{file} has other word pieces: give the weights a work folder of their own with --work")
    file.write_text(pieces)


def save(parts: dict[str, dict[str, Tensor]], manifest: dict, work: Path, build: str, name: str | None = None) -> None:
    """`parts` by name, as `stored.unpacked` gives them: each as its stage would have left it."""
    recogniser = load_recogniser(base_folder(work))
    recogniser.front_end.load_state_dict(parts["front_end"])
    recogniser.encoder.load_state_dict(parts["encoder"])
    projection = {name: value for name, value in parts["ctc_head"].items() if name.startswith("project.")}
    speech = SpeechHead(
        parts["speech_head"],
        float(parts[""]["speech_temperature"]),
        manifest["speechThreshold"],
        of_stage(manifest["figures"], "speech-head"),
    )
    weights = {
        "interpolate": {"recogniser": recogniser.state_dict(), PROJECTION: projection},
        "ctc-head": {"encoder": parts["encoder"], "ctc_head": parts["ctc_head"]},
        "lexical-head": parts["lexical_head"],
        "speech-head": asdict(speech),
    } | {stage: parts[part] for stage, part in LATER.items() if part in parts}
    folders = {stage: run_folder(work, stage, None if stage == "lexical-head" else build, name) for stage in weights}
    for folder in folders.values():
        if (folder / "run.json").exists():
            raise SystemExit(f"{folder} is a run: give the weights a place beside it with --run NAME")
    for stage, folder in folders.items():
        leave(folder, weights[stage])
        if stage in LATER:
            (folder / KEPT).write_text(json.dumps(of_stage(manifest["figures"], stage), indent=2))
    (folders["interpolate"] / DATA).write_text(json.dumps(manifest["data"], indent=2))


def leave(folder: Path, weights: dict) -> None:
    """Weights that no run made, where later stages look for those of a run. Where the same ones are there, so that later runs have taken them,
    the file stays."""
    file = folder / WEIGHTS
    if file.exists() and _same(torch.load(file), weights):
        return
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(weights, file)


def _same(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(name == PROJECTION or _same(one[name], other[name]) for name in one)
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return torch.equal(one, other)
    return one == other
