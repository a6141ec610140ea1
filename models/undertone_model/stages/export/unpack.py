"""The way back: the weights of a shipped graph as the stages leave them, so that any later stage can be done again on them. What both builds
share is left once; weights that differ from those that are there are refused, for others may have learned on them.

    python -m undertone_model unpack --work DIR --config open

Needs `python -m undertone_model base-weights` and gives no decoder but the base's, so that `asr` cannot go on from it; `ctc-head` can. Weights are as they are stored,
in 8 or 4 bits; to export them again changes nothing. Up to version 0.10.1 a graph has neither voice channel nor fusion: `voice` and `fusion` make them.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import config_parser, configuration
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.export.figures import KEPT, of_stage
from undertone_model.stages.export.pieces import kept_pieces
from undertone_model.stages.export.sources import DATA
from undertone_model.stages.export.stored import unpacked
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.workspace import MODELS, WEIGHTS, base_folder, pieces_file, run_folder

OF_THE_BUILD = {"voice": "voice_channel", "fusion": "fusion"}
"""Stages of one build, which a graph may lack, and the part of the network that each leaves."""


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
        "interpolate": {"recogniser": recogniser.state_dict(), "ctc_head": projection},
        "ctc-head": {"encoder": parts["encoder"], "ctc_head": parts["ctc_head"]},
        "lexical-head": parts["lexical_head"],
        "speech-head": asdict(speech),
    } | {stage: parts[part] for stage, part in OF_THE_BUILD.items() if part in parts}
    folders = {stage: run_folder(work, stage, build if stage in OF_THE_BUILD else None, name) for stage in weights}
    missing = [stage for stage, folder in folders.items() if not _there(folder, weights[stage])]
    for stage in missing:
        folders[stage].mkdir(parents=True, exist_ok=True)
        torch.save(weights[stage], folders[stage] / WEIGHTS)
    for stage in OF_THE_BUILD.keys() & weights.keys():
        (folders[stage] / KEPT).write_text(json.dumps(of_stage(manifest["figures"], stage), indent=2))
    for stage, entries in _data(manifest, weights.keys()).items():
        (folders[stage] / DATA).write_text(json.dumps(entries, indent=2))


def _data(manifest: dict, stages: Collection[str]) -> dict[str, list[dict]]:
    """The manifest's data by stage. Where there is a voice channel, only data that both builds may use have taught what both share."""
    if "voice" not in stages:
        return {"interpolate": manifest["data"]}
    return {"interpolate": [entry for entry in manifest["data"] if entry["use"] in USES[SHARED]], "voice": manifest["data"]}


def _there(folder: Path, weights: dict) -> bool:
    """Whether the same weights are there; others are not touched."""
    if (folder / "run.json").exists():
        raise SystemExit(f"{folder} is a run: give the weights a place beside it with --run NAME")
    if not (folder / WEIGHTS).exists():
        return False
    if not _same(torch.load(folder / WEIGHTS), weights):
        raise SystemExit(f"{folder} has other weights: give these a work folder of their own with --work")
    return True


def _same(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return torch.equal(one, other)
    return one == other
