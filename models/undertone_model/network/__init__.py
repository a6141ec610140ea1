"""The network: front end, encoder, heads, voice channel and fusion as small torch modules that export to a lean ONNX graph."""
