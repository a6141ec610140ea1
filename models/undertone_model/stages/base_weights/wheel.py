"""Fetch the PyPI wheel that carries the base weights and unpack what the pipeline needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

REQUIREMENT = "moonshine-voice==0.0.4"
ASSETS = "moonshine_voice/assets"
MEMBERS = {
    "encoder.ort": f"{ASSETS}/tiny-en/encoder_model.ort",
    "decoder.ort": f"{ASSETS}/tiny-en/decoder_model_merged.ort",
    "tokenizer.bin": f"{ASSETS}/tiny-en/tokenizer.bin",
    "beckett.wav": f"{ASSETS}/beckett.wav",
}


def fetch(folder: Path) -> Path:
    """Leave MEMBERS in `folder`, downloading the wheel only when one of them is missing."""
    if all((folder / name).exists() for name in MEMBERS):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    # The wheel is built for other platforms too, and none of its code is run: take it whatever this machine is.
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), REQUIREMENT]
    subprocess.run(command, check=True)
    wheel = next(folder.glob("moonshine_voice-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        for name, member in MEMBERS.items():
            (folder / name).write_bytes(archive.read(member))
    return folder
