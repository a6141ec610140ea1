"""Weights as whole numbers with a scale that some inputs of an output share; in 4 bits 15 levels, -7 to 7, and BLOCK inputs.

Stage 1 rounds the encoder's feed-forward weights to 4 bits before anything learns from its frames, so that what comes after has heard nothing
else; export recognises what is rounded and stores it so.
"""

import numpy as np

BLOCK = 32
LARGEST = 7


def split(weights: np.ndarray, block: int = BLOCK, largest: int = LARGEST) -> tuple[np.ndarray, np.ndarray]:
    """Weights [inputs, outputs] as levels int8 [blocks, block, outputs] and scales float16 [blocks, 1, outputs], the inverse of `joined`."""
    blocks = weights.reshape(-1, block, weights.shape[1])
    scale = np.maximum(np.abs(blocks).max(1, keepdims=True) / largest, np.finfo(np.float16).smallest_subnormal).astype(np.float16)
    # Of the rounded scale: a level may come out just above the largest.
    return np.round(blocks / scale.astype(np.float32)).clip(-largest, largest).astype(np.int8), scale


def joined(levels: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Float32 [inputs, outputs]."""
    return (levels.astype(np.float32) * scale.astype(np.float32)).reshape(-1, levels.shape[2])


def is_rounded(weights: np.ndarray) -> bool:
    """Whether rounding would change nothing."""
    return weights.shape[0] % BLOCK == 0 and np.allclose(joined(*split(weights)), weights, rtol=1e-5, atol=1e-8)
