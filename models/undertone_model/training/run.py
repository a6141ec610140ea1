"""A run: one stage with one configuration, in a folder of its own, from which it goes on and in which it is recorded.

config.yaml     the sections of the configuration that the stage uses, and the seed
run.json        seed, state and, of each time that it ran: commit, command, versions, device, times, steps, what it took from other runs
log.txt         what it said
metrics.jsonl   losses and scores by step
checkpoint.pt   from which it goes on
weights.pt      what it leaves for later stages, once it is done
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from pathlib import Path

import torch
import yaml

from undertone_model.config import Config, ConfigError
from undertone_model.config.load import flat
from undertone_model.training import record
from undertone_model.training.device import moved
from undertone_model.training.seeds import seed_everything
from undertone_model.workspace import WEIGHTS, run_folder

logger = logging.getLogger(__name__)

CONVERTED = "converted"
"""State of what an earlier version made, whose configuration is not known: see `undertone_model.convert`."""
_PACKAGE = logging.getLogger("undertone_model")
_FORMAT = logging.Formatter("%(asctime)s %(message)s")


class ConfigMismatch(ConfigError):
    """The run in this folder had another configuration, or took other weights."""

    def __init__(self, folder: Path, differences: dict[str, tuple]):
        lines = [f"  {key}: {before!r} there, {now!r} asked for" for key, (before, now) in differences.items()]
        advice = f"Give the new one a name of its own with --run NAME, or delete {folder}."
        super().__init__("\n".join([f"{folder} holds a run that began with something else:", *lines, advice]))
        self.differences = differences


class Run:
    """Use as a context manager. It seeds all global generators.

    `stage`: the command. `sections`: the keys of the configuration that matter to it. `build`: None for what both builds share. `grows`:
    dotted keys that may change, for work that more of adds to. `checkpoint`: the file whose presence says that there is something to go on
    with.
    """

    def __init__(
        self,
        work: Path,
        stage: str,
        config: Config,
        sections: Iterable[str],
        build: str | None = None,
        name: str | None = None,
        grows: Iterable[str] = (),
        checkpoint: str = "checkpoint.pt",
    ):
        self.folder = run_folder(work, stage, build, name)
        self.checkpoint, self.weights = self.folder / checkpoint, self.folder / WEIGHTS
        self._metrics, self._record = self.folder / "metrics.jsonl", self.folder / "run.json"
        whole = config.model_dump(mode="json")
        self.settings = {key: whole[key] for key in (*(["build"] if build else []), "seed", *sections)}
        self._work, self._seed, self._grows = work, config.seed, set(grows)
        facts = json.loads(self._record.read_text()) if self._record.exists() else {}
        self._facts = {"stage": stage, "name": name, "seed": config.seed, "state": "new", "sessions": []} | facts
        self._session = {"started": record.now(), "ended": None, "command": record.command_line()} | record.commit()
        self._session |= {"versions": record.versions(), "inputs": {}}

    @property
    def done(self) -> bool:
        """It has been gone through to its end, and what it left is there."""
        return self._facts["state"] == CONVERTED or (self._facts["state"] == "done" and self.weights.exists())

    def __enter__(self) -> "Run":
        self._claim()
        seed_everything(self._seed)
        if self.done:
            logger.info("%s is done; to do it again, delete it, or give another run a name with --run NAME", self.folder)
        else:
            self._facts["state"] = "running"
        self._facts["sessions"].append(self._session)
        self._write()
        self._log = logging.FileHandler(self.folder / "log.txt")
        self._log.setFormatter(_FORMAT)
        _PACKAGE.addHandler(self._log)
        _PACKAGE.setLevel(logging.INFO)
        return self

    def __exit__(self, kind, *_) -> None:
        _PACKAGE.removeHandler(self._log)
        self._log.close()
        if self._facts["state"] == "running":
            self._facts["state"] = f"ended by {kind.__name__}" if kind else "stopped"
        self._session["ended"] = record.now()
        self._write()

    def uses(self, **inputs: Path) -> None:
        """Files that this one takes, with their digests. A run that goes on refuses others than it began with."""
        for name, file in inputs.items():
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            earlier = [session["inputs"][name]["sha256"] for session in self._facts["sessions"] if name in session["inputs"]]
            if self.checkpoint.exists() and earlier and earlier[-1] != digest:
                raise ConfigMismatch(self.folder, {f"{name} ({file.relative_to(self._work)})": (earlier[-1][:12], digest[:12])})
            self._session["inputs"][name] = {"file": str(file.relative_to(self._work)), "sha256": digest}
        self._write()

    def on(self, device: torch.device, bfloat16: bool) -> None:
        """What it computes on."""
        name = torch.cuda.get_device_name() if device.type == "cuda" else "cpu"
        self._session |= {"device": name, "bfloat16": bfloat16, "threads": torch.get_num_threads()}
        self._write()

    def begin_at(self, step: int) -> None:
        """Lines about steps after the checkpoint go: they will be made again."""
        self._session |= {"from_step": step, "to_step": step}
        if self._metrics.exists():
            # A kill may have left half a line at the end.
            whole = [line for line in self._metrics.read_text().splitlines(keepends=True) if line.endswith("\n")]
            self._metrics.write_text("".join(line for line in whole if json.loads(line)["step"] <= step))

    def measure(self, step: int, **values) -> None:
        """One line of metrics."""
        logger.info("step %d: %s", step, values)
        with self._metrics.open("a") as file:
            file.write(json.dumps({"step": step} | values) + "\n")

    def reached(self, step: int) -> None:
        self._session["to_step"] = step
        self._write()

    def finish(self, weights: object | None = None) -> None:
        """`weights`: what later stages take, as torch stores it."""
        if weights is not None:
            partial = self.weights.with_suffix(".partial")
            # Who takes them may have no such device.
            torch.save(moved(weights, torch.device("cpu")), partial)
            partial.replace(self.weights)
        self._facts["state"] = "done"
        self._write()

    def _claim(self) -> None:
        """Take the folder, if nothing or this configuration has it."""
        if self._facts["state"] == CONVERTED:
            return
        file = self.folder / "config.yaml"
        if file.exists():
            before, now = flat(yaml.safe_load(file.read_text())), flat(self.settings)
            keys = [key for key in now | before if before.get(key) != now.get(key) and key not in self._grows]
            if keys:
                raise ConfigMismatch(self.folder, {key: (before.get(key), now.get(key)) for key in keys})
        self.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(self.settings, sort_keys=False))

    def _write(self) -> None:
        # Written beside and renamed, so that a kill leaves the record before.
        partial = self._record.with_suffix(".partial")
        partial.write_text(json.dumps(self._facts, indent=2) + "\n")
        partial.replace(self._record)
