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


def moved(batch, device: torch.device):
    """A batch, on a device: its tensors, also those in dataclasses, tuples and lists. What is no tensor stays as it is."""
    if isinstance(batch, Tensor):
        return batch.to(device)
    if dataclasses.is_dataclass(batch):
        return type(batch)(*(moved(getattr(batch, field.name), device) for field in dataclasses.fields(batch)))
    if isinstance(batch, tuple | list):
        return type(batch)(moved(part, device) for part in batch)
    return batch
