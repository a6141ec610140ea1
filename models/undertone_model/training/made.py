"""What a run is made of: its configuration and its inputs. Two runs of the same are the same, so all that is made here is kept by that.

A record of it lies in the folder of each run. Another lies beside each file that all runs share (the tables of synthetic speech and of
labels, the word pieces): FILE.made.json says which run made the file, of what. Who would make it of something else is refused.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from undertone_model.config import ConfigError
from undertone_model.workspace import replacing

logger = logging.getLogger(__name__)

Files = Mapping[str, Path | Sequence[Path]]
"""By name; several of one folder under one name count as one."""


class ConfigMismatch(ConfigError):
    """What is there was made with another configuration, or of other inputs."""

    def __init__(self, what: str, differences: dict[str, tuple], grows: Collection[str], advice: str):
        lines = [f"  {key}: {_shown(before)} there, {_shown(now)} asked for" for key, (before, now) in differences.items()]
        lines += ["  (what is there is kept: a count may only grow)"] if set(differences) & set(grows) else []
        super().__init__("\n".join([what, *lines, advice]))
        self.differences = differences


@dataclass(frozen=True)
class Input:
    """`file`: where it lies in the work folder, or elsewhere; of several, their folder."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Shared:
    """Which parts of a run a shared file is made of: dotted `keys` of its configuration and names of its `inputs`; None for all of them."""

    keys: Collection[str] | None = None
    inputs: Collection[str] | None = None


def read_inputs(files: Files, work: Path) -> dict[str, Input]:
    return {name: _input([file] if isinstance(file, Path) else list(file), work) for name, file in files.items()}


def differences(before: Mapping, now: Mapping, grows: Collection[str] = ()) -> dict[str, tuple]:
    """Keys of two records that differ, but for what only grows."""
    keys = [key for key in {**now, **before} if before.get(key) != now.get(key)]
    return {key: (before.get(key), now.get(key)) for key in keys if not (key in grows and key in before and before[key] < now[key])}


def claim(file: Path, shared: Shared, run: str, settings: Mapping, inputs: Mapping[str, Input], grows: Collection[str]) -> dict | None:
    """What to record of `file` when the run that is called `run` makes it; None where it stays as it is. Refused if it was made of
    something else."""
    settings, inputs = _part(settings, shared.keys), _part(inputs, shared.inputs)
    record = {"run": run, "settings": settings, "inputs": {name: asdict(entry) for name, entry in inputs.items()}}
    if not file.exists():
        return record
    if not made_file(file).exists():
        logger.warning("nothing says what made %s: it is taken as it is", file)
        return None
    before = json.loads(made_file(file).read_text())
    differ = differences(before["settings"], settings, grows) | differences(digests(before["inputs"]), digests(record["inputs"]))
    if differ:
        what = f"{file} is shared by all runs, and {before['run']} made it of something else:"
        advice = f"Use a work folder of its own with --work, or delete {file.name}: runs that took it then refuse the new one."
        raise ConfigMismatch(what, differ, grows, advice)
    return record if before["settings"] != settings else None


def digests(inputs: Mapping[str, dict]) -> dict[str, str]:
    return {name: entry["sha256"] for name, entry in inputs.items()}


def write_record(file: Path, record: dict) -> None:
    with replacing(made_file(file)) as partial:
        partial.write_text(json.dumps(record, indent=2) + "\n")


def made_file(file: Path) -> Path:
    return file.with_suffix(".made.json")


def _part(record: Mapping, names: Collection[str] | None) -> dict:
    return {name: value for name, value in record.items() if names is None or name in names}


def _input(files: list[Path], work: Path) -> Input:
    place = files[0] if len(files) == 1 else files[0].parent
    shown, digests = place.relative_to(work) if place.is_relative_to(work) else place, []
    for file in files:
        with file.open("rb") as content:
            digests.append(hashlib.file_digest(content, "sha256").hexdigest())
    return Input(str(shown), digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest())


def _shown(value: object) -> str:
    """Digests are told apart by their beginning."""
    return "nothing" if value is None else value[:12] if isinstance(value, str) and len(value) == 64 else repr(value)
