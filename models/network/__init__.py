"""The network: front end, encoder and classifier as small torch modules that export to a lean ONNX graph."""

SAMPLE_RATE = 16_000
WINDOW_SAMPLES = 80_000
LABELS = ("negative", "neutral", "positive")
