"""The network: front end, encoder and classifier as small torch modules that export to a lean ONNX graph."""
