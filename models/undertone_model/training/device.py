"""What a training computes on, and in which precision."""

import dataclasses

import torch
from torch import Tensor

DEVICES = ("auto", "cpu", "cuda")


def chosen(name: str, threads: int = 1) -> torch.device:
    """One of DEVICES; `auto` is CUDA where there is any. `threads` of the processor: with one, a seed repeats a run bit for bit."""
    torch.set_num_threads(threads)
    if name == "cuda" and not torch.cuda.is_available():
        raise SystemExit("--device cuda: there is no CUDA device here")
    return torch.device(name if name != "auto" else "cuda" if torch.cuda.is_available() else "cpu")


def has_bfloat16(device: torch.device) -> bool:
    """Instructions for it; elsewhere products would be emulated, ten times slower than in float."""
    return torch.cuda.is_bf16_supported() if device.type == "cuda" else torch.ops.mkldnn._is_mkldnn_bf16_supported()


def products(device: torch.device, bfloat16: bool = True) -> torch.autocast:
    """Context of products in bfloat16 where they are wanted and the device has them."""
    return torch.autocast(device.type, torch.bfloat16, enabled=bfloat16 and has_bfloat16(device))


def moved(value, device: torch.device):
    """A batch or a state on a device: its tensors, also those in dataclasses, tuples, lists and dicts. What is no tensor stays as it is."""
    if isinstance(value, Tensor):
        return value.to(device)
    if dataclasses.is_dataclass(value):
        return type(value)(*(moved(getattr(value, field.name), device) for field in dataclasses.fields(value)))
    if isinstance(value, dict):
        return {key: moved(part, device) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(moved(part, device) for part in value)
    return value
