"""The network that ships, put together from what the stages left."""

from pathlib import Path

from undertone_model.network.undertone import Undertone
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.fusion.artefacts import load_fusion
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.speech_head.artefacts import load_speech_head
from undertone_model.stages.voice.artefacts import load_voice_channel
from undertone_model.workspace import artefact

SHARED = ("ctc-head", "lexical-head", "speech-head")
"""Stages of both builds."""
OF_THE_BUILD = ("voice", "fusion")


def parts(work: Path, build: str, name: str | None = None) -> dict[str, Path]:
    files = {stage: artefact(work, stage, name=name) for stage in SHARED}
    return files | {stage: artefact(work, stage, build, name) for stage in OF_THE_BUILD}


def assembled(work: Path, build: str, name: str | None = None) -> Undertone:
    network, speech = Undertone(), load_speech_head(work, name)
    network.front_end, network.encoder, network.ctc_head = load_frozen(work, name)
    network.lexical_head, network.speech_head = load_lexical_head(work, name), speech.head()
    network.voice_channel, network.fusion = load_voice_channel(work, build, name), load_fusion(work, build, name)
    network.speech_temperature.fill_(speech.temperature)
    return network.eval()
