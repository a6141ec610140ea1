"""The way back: the frozen weights of a shipped graph as the stages before stage 2 leave them, so that stage 2 can be done again on them.

    python -m undertone_model unpack --work DIR --build open

Needs `python -m undertone_model base-weights` and gives no decoder but the base's, so that `asr` cannot go on from it; `ctc-head` can. Weights are as they are stored,
in 8 or 4 bits; to export them again changes nothing.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor

from undertone_model.builds import USES
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.ctc_head import Words
from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.undertone import Undertone
from undertone_model.stages.asr.artefacts import earlier_file, hearing_file, pieces_file, restored_file, save_trained
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.export.graph import TURNED
from undertone_model.stages.export.pieces import kept_pieces
from undertone_model.stages.export.quantize import unfolded
from undertone_model.stages.lexical_head.artefacts import reader_file
from undertone_model.workspace import MODELS, stage_parser

FROZEN = ("front_end.", "encoder.", "words.", "classifier.reader.")
"""What stage 2 does not change, by the beginning of its names."""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which shipped model")
    options = parser.parse_args()
    model = MODELS / f"undertone-en-{options.build}.onnx"
    save(unpacked(model), options.work, options.build)
    pieces_file(options.work).write_text(kept_pieces(model))
    earlier_file(options.work, options.build).write_text(json.dumps(json.loads(model.with_suffix(".json").read_text())["data"], indent=2))


def save(state: dict[str, Tensor], work: Path, build: str) -> None:
    front_end, encoder, words, reader = (
        {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)} for prefix in FROZEN
    )
    recogniser = load_recogniser(work / "base")
    recogniser.front_end.load_state_dict(front_end)
    recogniser.encoder.load_state_dict(encoder)
    for file in (restored_file(work, build), reader_file(work)):
        file.parent.mkdir(parents=True, exist_ok=True)
    save_trained(restored_file(work, build), recogniser, Words(layers=0))
    torch.save({"words": words}, hearing_file(work, build))
    torch.save(reader, reader_file(work))


def unpacked(model: Path) -> dict[str, Tensor]:
    """The frozen part of Undertone's state."""
    stored = unfolded(onnx.load(model))
    stored |= {name.removesuffix(TURNED): value.T for name, value in stored.items() if name.endswith(TURNED)}
    network = Undertone(FrontEnd(), Encoder(), Words(), AdaptiveClassifier())
    frozen = [name for name, _ in network.named_parameters() if name.startswith(FROZEN)]
    if missing := [name for name in frozen if name not in stored]:
        raise SystemExit(f"{model.name} has no {missing[0]}: its weights have no names, or are of another version's network")
    return {name: torch.from_numpy(stored[name].astype(np.float32)) for name in frozen}


if __name__ == "__main__":
    main()
