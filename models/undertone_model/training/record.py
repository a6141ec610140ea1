"""What a run writes down about the program and the machine that it ran on."""

import platform
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata

from undertone_model.workspace import MODELS

PACKAGES = ("numpy", "onnx", "onnxruntime", "pandas", "tokenizers", "torch", "transformers")

_OF_THE_MACHINE = ("--work", "--data", "--device", "--threads", "--workers", "--minutes")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def command_line() -> str:
    return f"{sys.argv[0].rpartition('/')[2]} {shlex.join(sys.argv[1:])}"


def repeatable(line: str | None = None) -> str:
    """A command line, without where the files lie, on what it computed and for how long: which anyone may give."""
    words, kept = iter(shlex.split(line or command_line())), []
    for word in words:
        if word.partition("=")[0] not in _OF_THE_MACHINE:
            kept.append(word)
        elif "=" not in word:
            next(words, None)
    return shlex.join(kept)


def versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in PACKAGES}


def commit() -> dict:
    """The git commit of this code, and whether the code differs from it; None outside a repository."""
    head, changes = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--untracked-files=no", "--", ".")
    return {"commit": head, "dirty": None if head is None else bool(changes)}


def _git(*arguments: str) -> str | None:
    try:
        return subprocess.run(["git", "-C", str(MODELS), *arguments], check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
