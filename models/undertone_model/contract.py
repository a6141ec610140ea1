"""What every part of the package and the SDK agree on; a model that ships is of these, so no run changes them."""

SAMPLE_RATE = 16_000
"""Samples a second, mono."""
WINDOW_SAMPLES = 80_000
"""Samples of a window: 5 s."""
HOP_SAMPLES = WINDOW_SAMPLES // 2
"""Samples between the starts of two windows of a stream."""
LABELS = ("negative", "neutral", "positive")
