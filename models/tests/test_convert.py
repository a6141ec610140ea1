"""What version 0.10.0 left in a work folder is found by this one."""

import json

import numpy as np
import torch

from undertone_model.convert import convert
from undertone_model.network.adaptation import AdaptiveClassifier
from undertone_model.network.classifier import Classifier
from undertone_model.network.ctc_head import PIECES, CTCHead
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.network.recogniser import Recogniser, untrained_decoder
from undertone_model.network.undertone import RENAMED, Undertone
from undertone_model.stages.asr.artefacts import load_ctc_head, load_trained
from undertone_model.stages.classifier.artefacts import load_classifier
from undertone_model.stages.features.cache import FACTS, load_features
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.training.run import Run
from undertone_model.workspace import artefact, pieces_file


def old_names(state: dict[str, torch.Tensor], beginning: str = "") -> dict[str, torch.Tensor]:
    """Names as they were, of what stands at `beginning` in an Undertone."""
    result = {}
    for name, value in state.items():
        for old, new in RENAMED.items():
            if f"{beginning}{name}".startswith(new):
                name = (old + f"{beginning}{name}".removeprefix(new)).removeprefix(beginning)
        result[name] = value
    return result


def prefixed(**parts: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {f"{part}.{name}": value for part, module in parts.items() for name, value in module.state_dict().items()}


def save(content, file) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(content, file)


def test_stage_1_and_its_ends_are_found(tmp_path):
    torch.manual_seed(0)
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    shallow, deep, judge = CTCHead(layers=0), CTCHead(), Classifier()
    trained = prefixed(recogniser=recogniser, words=shallow, letters=torch.nn.Linear(2, 2))
    trained |= {f"judge.{name}": value for name, value in old_names(judge.state_dict(), "classifier.").items()}
    assert "judge.reader.project.weight" in trained
    save({"step": 9, "model": trained}, tmp_path / "asr" / "open" / "checkpoint.pt")
    save({"model": prefixed(recogniser=recogniser, words=shallow)}, tmp_path / "asr" / "open" / "restored.pt")
    save({"step": 9, "words": deep.state_dict(), "optimiser": {}}, tmp_path / "asr" / "open" / "hearing.pt")
    (tmp_path / "asr" / "pieces.json").write_text("pieces")
    assert len(list(convert(tmp_path))) == 4
    assert list(convert(tmp_path)) == []
    assert pieces_file(tmp_path).read_text() == "pieces"
    states = torch.load(artefact(tmp_path, "asr", "open"))
    judge.load_state_dict(states["sentiment_head"])
    for stage in ("asr", "interpolate"):
        found, projection = load_trained(artefact(tmp_path, stage, "open"), Recogniser(FrontEnd(), Encoder(), untrained_decoder()))
        assert torch.equal(found.encoder.layers[0].fc1.weight, recogniser.encoder.layers[0].fc1.weight)
        assert torch.equal(projection.project.weight, shallow.project.weight)
    assert torch.equal(load_ctc_head(tmp_path, "open").layers[1].fc2.weight, deep.layers[1].fc2.weight)


def test_the_network_of_stage_2_is_found_and_what_is_done_stays_done(tmp_path):
    torch.manual_seed(0)
    network = Undertone(FrontEnd(), Encoder(), CTCHead(), AdaptiveClassifier())
    network.lexical_temperature.fill_(2.5)
    state = old_names(network.state_dict())
    assert {"words_temperature", "classifier.trust.middle", "words.project.weight"} <= set(state)
    save({"state": state, "speech_threshold": 0.5, "data": [], "figures": []}, tmp_path / "classifier" / "open" / "undertone.pt")
    save(LexicalHead().state_dict(), tmp_path / "reading" / "reader.pt")
    assert len(list(convert(tmp_path))) == 2
    found = load_classifier(tmp_path, "open").network()
    assert found.lexical_temperature == 2.5
    assert torch.equal(found.classifier.confidence_gate.middle, network.classifier.confidence_gate.middle)
    assert load_lexical_head(tmp_path)
    from undertone_model.config import load_config

    with Run(tmp_path, "classifier", load_config(), ("classifier",), "open") as run:
        assert run.done
    assert not (run.folder / "config.yaml").exists()


def test_cached_features_are_found(tmp_path):
    folder = tmp_path / "features" / "open" / "train"
    folder.mkdir(parents=True)
    windows, frames = 3, 5
    for name, shape, kind in (
        ("features.float16", (windows, LAYERS + 1, frames, WIDTH), np.float16),
        ("words.float16", (windows, frames, PIECES), np.float16),
        ("mask.uint8", (windows, frames), np.uint8),
    ):
        np.ones(shape, kind).tofile(folder / name)
    np.array([(2, 1, 0, 7)] * windows, np.int16).tofile(folder / "facts.int16")
    (folder / "progress.json").write_text(json.dumps({"done": windows, "windows": windows, "steps": frames}))
    assert list(convert(tmp_path))
    features = load_features(tmp_path, "open", "train")
    assert features.facts.dtype == FACTS
    assert features.facts["call"].tolist() == [7] * windows
    assert features.pieces.shape == (windows, frames, PIECES)
