"""What version 0.10.1 or an earlier one left in a work folder is found by this one."""

import json

import numpy as np
import pytest
import torch

from undertone_model.config import load_config
from undertone_model.convert import convert
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.network.recogniser import Recogniser, untrained_decoder
from undertone_model.stages.asr.artefacts import load_trained
from undertone_model.stages.features.cache import load_features
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.speech_head.artefacts import load_speech_head
from undertone_model.training.run import Run
from undertone_model.workspace import artefact, pieces_file


def prefixed(**parts: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {f"{part}.{name}": value for part, module in parts.items() for name, value in module.state_dict().items()}


def classifier(sentiment: AttentiveHead, speech: AttentiveHead, lexical: str = "reader", gate: str = "trust") -> dict[str, torch.Tensor]:
    """As it was: what two heads had in common, an attention and an answer of each, a lexical head and a gate."""
    both = {name: torch.cat([head.state_dict()[name] for head in (sentiment, speech)]) for name in ("attend.weight", "attend.bias")}
    common = {name: value for name, value in speech.state_dict().items() if not name.startswith("answer")}
    answers = {
        f"{name}.{part}": getattr(head.answer, part).data
        for name, head in (("sentiment", sentiment), ("speech", speech))
        for part in ("weight", "bias")
    }
    words = {f"{lexical}.{name}": value for name, value in LexicalHead().state_dict().items()}
    return common | both | answers | words | {f"{gate}.middle": torch.ones(()), f"{gate}.sharpness": torch.ones(())}


def save(content, file) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(content, file)


def test_stage_1_and_its_ends_are_found(tmp_path):
    torch.manual_seed(0)
    recogniser = Recogniser(FrontEnd(), Encoder(), untrained_decoder())
    shallow, deep, judge = CTCHead(layers=0), CTCHead(), AttentiveHead(3)
    trained = prefixed(recogniser=recogniser, words=shallow, letters=torch.nn.Linear(2, 2))
    trained |= {f"judge.{name}": value for name, value in classifier(judge, AttentiveHead(1)).items()}
    assert "judge.reader.project.weight" in trained
    save({"step": 9, "model": trained}, tmp_path / "asr" / "open" / "checkpoint.pt")
    save({"model": prefixed(recogniser=recogniser, words=shallow)}, tmp_path / "asr" / "open" / "restored.pt")
    save({"step": 9, "words": deep.state_dict(), "optimiser": {}}, tmp_path / "asr" / "open" / "hearing.pt")
    (tmp_path / "asr" / "pieces.json").write_text("pieces")
    assert len(list(convert(tmp_path))) == 4
    assert list(convert(tmp_path)) == []
    assert pieces_file(tmp_path).read_text() == "pieces"
    found = AttentiveHead(3)
    found.load_state_dict(torch.load(artefact(tmp_path, "asr"))["sentiment_head"])
    for part in ("attend", "answer"):
        assert torch.equal(getattr(found, part).weight, getattr(judge, part).weight)
    for stage in ("asr", "interpolate"):
        trained, projection = load_trained(artefact(tmp_path, stage), Recogniser(FrontEnd(), Encoder(), untrained_decoder()))
        assert torch.equal(trained.encoder.layers[0].fc1.weight, recogniser.encoder.layers[0].fc1.weight)
        assert torch.equal(projection.project.weight, shallow.project.weight)
    heard = torch.load(artefact(tmp_path, "ctc-head"))
    assert torch.equal(heard["ctc_head"]["layers.1.fc2.weight"], deep.layers[1].fc2.weight)
    assert torch.equal(heard["encoder"]["layers.0.fc1.weight"], recogniser.encoder.layers[0].fc1.weight)


def test_of_builds_that_each_had_an_encoder_the_one_of_open_stays(tmp_path):
    encoder, head = Encoder(), CTCHead()
    for build, name in (("open", ""), ("open", "-wide"), ("research", "")):
        save({"recogniser": prefixed(encoder=encoder), "ctc_head": {}}, tmp_path / "runs" / f"interpolate-{build}{name}" / "weights.pt")
        # Alone, as CTC heads were.
        save(head.state_dict(), tmp_path / "runs" / f"ctc-head-{build}{name}" / "weights.pt")
    # What came of a run and what has not come to its end.
    for name, state in (("", "done"), ("-wide", "stopped")):
        (tmp_path / "runs" / f"ctc-head-open{name}" / "run.json").write_text(
            json.dumps({"stage": "ctc-head", "state": state, "sessions": []})
        )
    old = {file: file.read_bytes() for file in tmp_path.glob("runs/*/*")}
    lines = list(convert(tmp_path))
    assert [line for line in lines if "->" in line] == [
        "runs/interpolate-open -> runs/interpolate",
        "runs/interpolate-open-wide -> runs/interpolate-wide",
        "runs/ctc-head-open -> runs/ctc-head",
    ]
    assert [line.partition(" is left out")[0] for line in lines if "->" not in line] == [
        "runs/interpolate-research",
        "runs/ctc-head-research",
    ]
    heard = torch.load(artefact(tmp_path, "ctc-head"))
    assert torch.equal(heard["encoder"]["layers.0.fc1.weight"], encoder.layers[0].fc1.weight)
    with Run(tmp_path, "ctc-head", load_config(), ("ctc_head",)) as again:
        assert again.done
    assert not any("->" in line for line in convert(tmp_path))
    assert {file: file.read_bytes() for file in old} == old


@pytest.mark.parametrize(
    ("old", "names", "run"),
    [
        ("classifier/open/undertone.pt", ("reader", "trust"), None),
        ("runs/classifier-open/weights.pt", ("lexical_head", "confidence_gate"), None),
        ("runs/classifier-open-wide/weights.pt", ("lexical_head", "confidence_gate"), "wide"),
    ],
)
def test_a_classifier_becomes_the_speech_head_and_what_is_done_stays_done(tmp_path, old, names, run):
    torch.manual_seed(0)
    head = AttentiveHead(1)
    state = {f"classifier.{name}": value for name, value in classifier(AttentiveHead(3), head, *names).items()}
    state |= {"speech_temperature": torch.tensor(2.5), "voice_temperature": torch.ones(()), "words.project.weight": torch.ones(2)}
    figures = [{"metric": metric, "command": "python -m undertone_model classifier"} for metric in ("UAR", "speech presence AUC")]
    save({"state": state, "speech_threshold": 0.5, "data": [], "figures": figures}, tmp_path / old)
    save(LexicalHead().state_dict(), tmp_path / "reading" / "reader.pt")
    assert len(list(convert(tmp_path))) == 2
    assert list(convert(tmp_path)) == []
    found = load_speech_head(tmp_path, run)
    assert (found.temperature, found.threshold, len(found.figures)) == (2.5, 0.5, 1)
    assert found.head().state_dict().keys() == head.state_dict().keys()
    assert all(torch.equal(value, found.state[name]) for name, value in head.state_dict().items())
    assert load_lexical_head(tmp_path)
    with Run(tmp_path, "speech-head", load_config(), ("speech_head",), name=run) as again:
        assert again.done
    assert not (again.folder / "config.yaml").exists()


def test_cached_features_are_found(tmp_path):
    folder = tmp_path / "features" / "open" / "train"
    folder.mkdir(parents=True)
    windows, frames = 3, 5
    for name, shape, kind in (
        ("features.float16", (windows, LAYERS + 1, frames, WIDTH), np.float16),
        ("mask.uint8", (windows, frames), np.uint8),
    ):
        np.ones(shape, kind).tofile(folder / name)
    np.array([(2, 1, 0, 7), (2, 0, 4, -1), (2, 1, 0, 7)], np.int16).tofile(folder / "facts.int16")
    (folder / "progress.json").write_text(json.dumps({"done": windows, "windows": windows, "steps": frames}))
    assert list(convert(tmp_path))
    features = load_features(tmp_path, "train")
    assert features.speech.tolist() == [1, 0, 1]
    assert features.features.shape == (windows, LAYERS + 1, frames, WIDTH)
