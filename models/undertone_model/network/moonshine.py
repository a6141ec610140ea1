"""Carry Moonshine's weights (transformers' names) over to the front end and the encoder of this package."""

import torch
from torch import Tensor

from undertone_model.network.encoder import HEADS, LAYERS, ROTARY, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd


def build(state: dict[str, Tensor]) -> tuple[FrontEnd, Encoder]:
    """`state`: the encoder's state dict as `base.weights.read_state` gives it."""
    front_end, encoder = FrontEnd(), Encoder()
    front_end.load_state_dict(_front_end(state))
    own = {"layer_norm.weight": state["layer_norm.weight"]}
    for i in range(LAYERS):
        theirs = {name.removeprefix(f"layers.{i}."): value for name, value in state.items() if name.startswith(f"layers.{i}.")}
        own |= {f"layers.{i}.{name}": value for name, value in _layer(theirs).items()}
    encoder.load_state_dict(own)
    return front_end, encoder


def _front_end(state: dict[str, Tensor]) -> dict[str, Tensor]:
    own = {"norm.weight": state["groupnorm.weight"], "norm.bias": state["groupnorm.bias"]}
    for name in ("conv1", "conv2", "conv3"):
        own[f"{name}.product.weight"] = state[f"{name}.weight"].transpose(1, 2).flatten(1)
    for name in ("conv2", "conv3"):
        own[f"{name}.product.bias"] = state[f"{name}.bias"]
    return own


def _layer(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
    query, key, value = (theirs[f"self_attn.{part}_proj.weight"] for part in "qkv")
    return {
        "attention_norm.weight": theirs["input_layernorm.weight"],
        "qkv.weight": torch.cat([_halves(query), _halves(key), value]),
        "out.weight": theirs["self_attn.o_proj.weight"],
        "feed_forward_norm.weight": theirs["post_attention_layernorm.weight"],
        "fc1.weight": theirs["mlp.fc1.weight"],
        "fc1.bias": theirs["mlp.fc1.bias"],
        "fc2.weight": theirs["mlp.fc2.weight"],
        "fc2.bias": theirs["mlp.fc2.bias"],
    }


def _halves(weight: Tensor) -> Tensor:
    """Moonshine turns channels (0, 1), (2, 3), ...; with all first ones before all second ones the graph needs no interleaving."""
    order = torch.cat([torch.arange(0, ROTARY, 2), torch.arange(1, ROTARY, 2), torch.arange(ROTARY, WIDTH // HEADS)])
    return weight.unflatten(0, (HEADS, -1))[:, order].reshape(WIDTH, WIDTH)
