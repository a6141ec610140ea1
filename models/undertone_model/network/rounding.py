"""Weights as whole numbers with a scale that some inputs of an output share; in 4 bits 15 levels, -7 to 7, and BLOCK inputs.

Stage 1 rounds the encoder's feed-forward weights to 4 bits before anything learns from its frames, so that what comes after has heard nothing
else; export recognises what is rounded and stores it so.
"""

import numpy as np

BLOCK = 32
LARGEST = 7


def split(weights: np.ndarray, block: int = BLOCK, largest: int = LARGEST) -> tuple[np.ndarray, np.ndarray]:
    """Weights [inputs, outputs] as the nearest levels int8 [blocks, block, outputs] and scales float16 [blocks, 1, outputs], the inverse of `joined`."""
    blocks = weights.reshape(-1, block, weights.shape[1])
    scale = _scale(blocks, largest)
    # Of the rounded scale: a level may come out just above the largest.
    return np.round(blocks / scale.astype(np.float32)).clip(-largest, largest).astype(np.int8), scale


def joined(levels: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Float32 [inputs, outputs]."""
    return (levels.astype(np.float32) * scale.astype(np.float32)).reshape(-1, levels.shape[2])


def rounded(weights: np.ndarray, products: np.ndarray, damping: float) -> np.ndarray:
    """`weights` [inputs, outputs] in 4 bits, such that what they give changes little: the error of each input is made up for by those after it.
    `products` [inputs, inputs] are those of the inputs with each other, summed over frames that are typical; `damping` times their mean is added to each
    one's own (Frantar et al., "GPTQ", 2022)."""
    damped = products + damping * np.diag(products).mean() * np.eye(len(products))
    share = np.linalg.cholesky(np.linalg.inv(damped.astype(np.float64))).T
    left, result = weights.astype(np.float64), np.empty(weights.shape, np.float32)
    for i in range(len(left)):
        if i % BLOCK == 0:
            scale = _scale(left[None, i : i + BLOCK], LARGEST)[0, 0].astype(np.float32)
        result[i] = np.round(left[i] / scale).clip(-LARGEST, LARGEST) * scale
        left[i + 1 :] -= np.outer(share[i, i + 1 :], (left[i] - result[i]) / share[i, i])
    return result


def recognised(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Levels and scales, as of `split`, of weights in 4 bits; None of others."""
    if len(weights) % BLOCK:
        return None
    levels, scale = split(weights)
    # The largest level of a block may be a lower one.
    for largest in range(LARGEST - 1, 0, -1):
        other = split(weights, largest=largest)
        wrong = ~np.isclose(levels * scale.astype(np.float32), weights.reshape(levels.shape), rtol=1e-5, atol=1e-8).all(1, keepdims=True)
        levels, scale = np.where(wrong, other[0], levels), np.where(wrong, other[1], scale)
    return (levels, scale) if np.allclose(joined(levels, scale), weights, rtol=1e-5, atol=1e-8) else None


def _scale(blocks: np.ndarray, largest: int) -> np.ndarray:
    """Of blocks [blocks, block, outputs], with which the largest weight becomes `largest`: float16 [blocks, 1, outputs]."""
    return np.maximum(np.abs(blocks).max(1, keepdims=True) / largest, np.finfo(np.float16).smallest_subnormal).astype(np.float16)
