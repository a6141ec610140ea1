"""Random numbers that a seed repeats: a generator for each purpose and place in a stream, and the state of the global ones."""

import random
import zlib

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """The global generators, which initial weights and dropout draw from."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def generator(seed: int, purpose: str, *place: int) -> np.random.Generator:
    """For one place in one stream. A function of its arguments alone, so that a stream can begin anywhere."""
    return np.random.default_rng((seed, zlib.crc32(purpose.encode()), *place))


def random_states() -> dict:
    """Of all global generators; of types that a checkpoint may hold."""
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002
    return {
        "python": random.getstate(),
        "numpy": (kind, torch.from_numpy(keys.astype(np.int64)), *rest),
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def restore_random_states(states: dict) -> None:
    kind, keys, *rest = states["numpy"]
    random.setstate(states["python"])
    np.random.set_state((kind, keys.numpy().astype(np.uint32), *rest))  # noqa: NPY002
    torch.set_rng_state(states["torch"])
    if states["cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(states["cuda"])
