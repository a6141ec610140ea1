"""The model that is fine-tuned: what its graph knows between the samples and the answer, and the few weights that judge it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from undertone_model.finetune.errors import FinetuneError
from undertone_model.network.fusion import Fusion
from undertone_model.network.voice_channel import VoiceChannel
from undertone_model.stages.export.states import new_states

PARTS = ("voice_channel", "fusion")
WORDS, CONFIDENCE = "lexical_head.sentiment.weight", "fusion.middle"
"""Constants whose nodes give the words' logits, and take the confidence of the pieces."""


@dataclass(frozen=True)
class Judge:
    """What of the network is fitted anew; all else stays."""

    channel: VoiceChannel
    fusion: Fusion


@dataclass(frozen=True)
class Listened:
    """Of windows, each as the first of a stream: encoder `frames` of speech [windows], `statistics` [windows, STATISTICS], sentiment logits of the
    `words` [windows, 3], `confidence` of their pieces [windows] and probability of `speech` [windows]."""

    frames: np.ndarray
    statistics: np.ndarray
    words: np.ndarray
    confidence: np.ndarray
    speech: np.ndarray


class Base:
    """A model that ships, with its manifest beside it. Raises FinetuneError where it is none, or is of a version without a voice channel."""

    def __init__(self, file: Path):
        self.file = file
        try:
            self.graph = onnx.load(file)
            self.manifest: dict = json.loads(file.with_suffix(".json").read_text())
            self.threshold: float = self.manifest["speechThreshold"]
        except OSError as error:
            raise FinetuneError(
                "bad-base", f"{error.filename} is not there: --base is a model that ships, with its manifest beside it"
            ) from error
        except Exception as error:
            raise FinetuneError(
                "bad-base", f"{file} and {file.with_suffix('.json').name} are no model and its manifest: {error}"
            ) from error
        self._places = {tensor.name: i for i, tensor in enumerate(self.graph.graph.initializer)}
        if not all(any(name.startswith(f"{part}.") for name in self._places) for part in PARTS):
            raise FinetuneError("bad-base", f"{file.name} has no voice channel: take a model of version 0.11.0 or later")

    def judge(self) -> Judge:
        """As it is in the graph."""
        parts = VoiceChannel(), Fusion()
        for part, module in zip(PARTS, parts):
            # Which classes the emotions are of is no weight.
            module.load_state_dict({name: self._constant(f"{part}.{name}") for name in module.state_dict()})
        return Judge(*(module.requires_grad_(False).eval() for module in parts))

    def with_judge(self, judge: Judge) -> onnx.ModelProto:
        """The graph with other weights in place of those; shapes, names and all other weights are the same."""
        graph = onnx.ModelProto()
        graph.CopyFrom(self.graph)
        for part, module in zip(PARTS, (judge.channel, judge.fusion)):
            for name, value in module.state_dict().items():
                place = self._places[f"{part}.{name}"]
                graph.graph.initializer[place].CopyFrom(numpy_helper.from_array(value.numpy(), f"{part}.{name}"))
        return graph

    def listen(self, windows: np.ndarray) -> Listened:
        """To windows [windows, 80000], each with sound in it."""
        feeds = {"pcm": windows, "state": new_states(self._session, len(windows))}
        words, confidence, speech, state = self._session.run([*self._outputs, "speech", "next_state"], feeds)
        # The state of a stream after its first window is the number of frames and their sums.
        statistics = state[:, 1:] / np.maximum(state[:, :1], np.finfo(np.float32).tiny)
        return Listened(state[:, 0], statistics, words, confidence[:, 0], speech)

    def _constant(self, name: str) -> torch.Tensor:
        return torch.from_numpy(numpy_helper.to_array(self.graph.graph.initializer[self._places[name]]).copy())

    @cached_property
    def _outputs(self) -> tuple[str, str]:
        """Names in the graph of the words' logits and of the confidence of their pieces."""
        (words,) = (node.output[0] for node in self.graph.graph.node if WORDS in node.input)
        (confidence,) = (name for node in self.graph.graph.node if CONFIDENCE in node.input for name in node.input if name != CONFIDENCE)
        return words, confidence

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        graph = onnx.ModelProto()
        graph.CopyFrom(self.graph)
        graph.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in self._outputs)
        return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
