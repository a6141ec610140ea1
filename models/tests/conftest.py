from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from tiny_data import Sound, write_audio

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.corpora import Corpus
from undertone_model.data.store import load_table
from undertone_model.network.undertone import Undertone
from undertone_model.network.voice_channel import EMOTIONS
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.quantize import quantize
from undertone_model.stages.prepare_data import main

Prepare = Callable[[Sound], pd.DataFrame]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Prepare:
    """The table of made-up clips that sound as one says."""

    def prepare(sound: Sound) -> pd.DataFrame:
        folder: Path = tmp_path_factory.mktemp("corpora")
        write_audio(folder, sound)
        main(["--data", str(folder), "--work", str(folder)])
        return load_table(folder)

    return prepare


@pytest.fixture(scope="session")
def table(prepared) -> pd.DataFrame:
    """Each clip at a level of its own: speech for 0.1 s, the rest for 3 s, long enough to lie behind speech."""

    def sound(corpus: Corpus, number: int) -> np.ndarray:
        return np.full(SAMPLE_RATE // 10 if corpus.kind == "speech" else 3 * SAMPLE_RATE, 0.05 * (number + 1))

    return prepared(sound)


@pytest.fixture(scope="session")
def spoken(prepared) -> pd.DataFrame:
    """Of noise, long enough for what is said in it."""
    return prepared(lambda _, number: 0.1 * np.random.default_rng(number).standard_normal(2 * SAMPLE_RATE))


@pytest.fixture(scope="session")
def network() -> Undertone:
    """As if it had learned."""
    torch.manual_seed(0)
    network = Undertone().eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(0.05 * torch.randn_like(weight))
        network.speech_head.std.uniform_(0.5, 2.0)
        network.speech_head.mean.normal_()
        network.voice_channel.plain.normal_(std=0.1)
        network.voice_channel.known[list(EMOTIONS).index("disgust")] = 0
        network.speech_temperature.fill_(2.2)
    return network


@pytest.fixture(scope="session")
def graphs(network, tmp_path_factory) -> tuple[Path, Path]:
    """In float and quantized."""
    folder = tmp_path_factory.mktemp("graphs")
    export_graph(network, folder / "float.onnx")
    quantize(folder / "float.onnx", folder / "small.onnx")
    return folder / "float.onnx", folder / "small.onnx"
