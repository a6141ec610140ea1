"""The word pieces that a model hears, as a property of its file: without them nobody could read what its words say, or let them learn on."""

from pathlib import Path

import onnx

PROPERTY = "pieces"


def keep_pieces(model: Path, pieces: str) -> None:
    """`pieces` as `tokenizers` writes them, in JSON."""
    graph = onnx.load(model)
    onnx.helper.set_model_props(graph, {PROPERTY: pieces})
    onnx.save(graph, model)


def kept_pieces(model: Path) -> str:
    for entry in onnx.load(model).metadata_props:
        if entry.key == PROPERTY:
            return entry.value
    raise SystemExit(f"{model.name} does not say which word pieces it hears: it is of a version before 0.7.0")
