"""The weights that a shipped graph of this or an earlier version holds, as parts of the network."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, NodeProto
from torch import Tensor

from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.earlier import SPEECH, attentive_head, current_name
from undertone_model.network.encoder import WIDTH
from undertone_model.network.lexical_head import HIDDEN
from undertone_model.network.undertone import Undertone
from undertone_model.stages.export.graph import TURNED
from undertone_model.stages.export.quantize import unfolded

HEAD = "speech_head"
OLD_HEAD = "classifier"
NEWER = ("voice_channel", "fusion")
"""Parts that a graph of up to version 0.10.1 does not have."""
NAMELESS = {
    (WIDTH, HIDDEN): "project",
    (HIDDEN, 3 * HIDDEN): "context.qkv",
    (HIDDEN, HIDDEN): "context.out",
    (HIDDEN, 2 * HIDDEN): "context.fc1",
    (2 * HIDDEN, HIDDEN): "context.fc2",
}
"""By shape, factors of the classifier that were used twice up to version 0.10.1, and then have no name in a graph."""


def unpacked(model: Path) -> dict[str, dict[str, Tensor]]:
    """The state of each part of Undertone that the graph has, by the part's name; that of Undertone itself under ""."""
    graph = onnx.load(model)
    stored = _named(graph)
    stored |= {f"{HEAD}.{name}": value.numpy() for name, value in _blend(graph, unfolded(graph)).items()}
    absent = tuple(f"{part}." for part in NEWER if not any(name.startswith(f"{part}.") for name in stored))
    parts: dict[str, dict[str, Tensor]] = {}
    for name in Undertone().state_dict():
        if name.startswith(absent):
            continue
        if name not in stored:
            raise SystemExit(f"{model.name} has no {name}: its weights have no names, or are of another version's network")
        part, _, rest = name.partition(".") if "." in name else ("", "", name)
        parts.setdefault(part, {})[rest] = torch.from_numpy(np.array(stored[name], np.float32))
    return parts


def _named(graph: ModelProto) -> dict[str, np.ndarray]:
    """Constants by the name of the parameter that each is now."""
    stored = unfolded(graph)
    if any(name.startswith(f"{OLD_HEAD}.{SPEECH}.") for name in stored):
        nameless = {NAMELESS[value.shape]: value for name, value in stored.items() if "." not in name and value.shape in NAMELESS}
        stored |= {f"{OLD_HEAD}.{name}.weight{TURNED}": value for name, value in nameless.items()}
    stored |= {name.removesuffix(TURNED): value.T for name, value in stored.items() if name.endswith(TURNED)}
    stored = {current_name(name): value for name, value in stored.items()}
    head = {
        name.removeprefix(f"{HEAD}."): torch.from_numpy(np.array(value)) for name, value in stored.items() if name.startswith(f"{HEAD}.")
    }
    return stored | {f"{HEAD}.{name}": value.numpy() for name, value in attentive_head(head, SPEECH).items()}


def _blend(graph: ModelProto, stored: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """Mix, mean and spread of the speech head, of which the graph has only what they come to: the scales of layer norms whose outputs are added
    up, and an offset."""
    made_by = {output: node for node in graph.graph.node for output in node.output}

    def before(name: str, *kinds: str) -> NodeProto | None:
        """The node that made `name`, by a chain of `kinds`, the last one first."""
        node = made_by.get(name)
        if node is None or node.op_type != kinds[0]:
            return None
        return before(node.input[0], *kinds[1:]) if kinds[1:] else node

    for node in graph.graph.node:
        if node.op_type == "Add" and node.input[1] in stored and (layers := before(node.input[0], "ReduceSum", "Concat")):
            norms = [before(name, "Unsqueeze", "LayerNormalization") for name in layers.input]
            scales = torch.from_numpy(np.stack([stored[norm.input[1]] for norm in norms]))
            head = AttentiveHead(1)
            head.take_blend(scales, torch.from_numpy(stored[node.input[1]].copy()))
            return {name: head.state_dict()[name] for name in ("mean", "std", "mix")}
    return {}
