"""Export: one quantized ONNX graph, its manifest, and the reference answers that the SDK's tests compare with."""
