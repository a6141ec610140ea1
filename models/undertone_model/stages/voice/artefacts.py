"""What the voice channel leaves, and how later stages open it."""

from pathlib import Path

import torch

from undertone_model.network.voice_channel import VoiceChannel
from undertone_model.workspace import artefact

ANSWERS = "strangers.npz"
"""In the folder of the run: what it answers to voices of corpora that are left out, from which fusion learns."""


def load_voice_channel(work: Path, build: str, name: str | None = None) -> VoiceChannel:
    channel = VoiceChannel()
    channel.load_state_dict(torch.load(artefact(work, "voice", build, name)))
    return channel.eval()
