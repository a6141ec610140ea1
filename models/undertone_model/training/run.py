"""A run: one stage with one configuration, in a folder of its own, from which it goes on and in which it is recorded.

config.yaml     the sections of the configuration that the stage uses, and the seed
run.json        seed, state and, of each time that it ran: commit, command, versions, device, times, steps, what it took from other runs
log.txt         what it said
metrics.jsonl   losses and scores by step
checkpoint.pt   from which it goes on
weights.pt      what it leaves for later stages, once it is done
"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import torch
import yaml

from undertone_model.config import Config
from undertone_model.config.load import flat, merged
from undertone_model.training import record
from undertone_model.training.device import moved
from undertone_model.training.made import ConfigMismatch, Files, Input, Shared, claim, differences, digests, read_inputs, write_record
from undertone_model.training.seeds import seed_everything
from undertone_model.workspace import WEIGHTS, replacing, run_folder

logger = logging.getLogger(__name__)

CONVERTED = "converted"
"""State of what an earlier version made, whose configuration is not known: see `undertone_model.convert`."""
_PACKAGE = logging.getLogger("undertone_model")
_FORMAT = logging.Formatter("%(asctime)s %(message)s")


class Run:
    """Use as a context manager. It refuses what another configuration or other inputs have made, done or not, before it changes anything,
    and seeds all global generators.

    `stage`: the command. `sections`: the dotted keys of the configuration that matter to it. `build`: None for what both builds share.
    `inputs`: the files that it takes. `shares`: those outside its folder that it makes. `grows`: dotted keys that may grow, for work that
    more of adds to. `checkpoint`: the file whose presence says that there is something to go on with. `leaves`: the one that says that all
    is done; None for a stage that sees for itself what is left to do, and takes the inputs that there are. `begun`: it has run before, and
    what is in its folder is its own.
    """

    def __init__(
        self,
        work: Path,
        stage: str,
        config: Config,
        sections: Iterable[str],
        build: str | None = None,
        name: str | None = None,
        inputs: Files | None = None,
        shares: Mapping[Path, Shared] | None = None,
        grows: Iterable[str] = (),
        checkpoint: str = "checkpoint.pt",
        leaves: str | None = WEIGHTS,
    ):
        self.folder = run_folder(work, stage, build, name)
        self.checkpoint, self.weights = self.folder / checkpoint, self.folder / WEIGHTS
        self._metrics, self._record = self.folder / "metrics.jsonl", self.folder / "run.json"
        self.begun = self._record.exists()
        self.settings: dict = {}
        for key in (*(["build"] if build else []), "seed", *sections):
            self.settings = merged(self.settings, _picked(config.model_dump(mode="json"), key))
        self._work, self._seed, self._files, self._shares, self._grows = work, config.seed, inputs or {}, shares or {}, set(grows)
        self._leaves = leaves and self.folder / leaves
        facts = json.loads(self._record.read_text()) if self._record.exists() else {}
        self._facts = {"stage": stage, "name": name, "seed": config.seed, "state": "new", "sessions": []} | facts
        self._session = {"started": record.now(), "ended": None, "command": record.command_line()} | record.commit()
        self._session |= {"versions": record.versions(), "inputs": {}}

    @property
    def done(self) -> bool:
        """It has been gone through to its end, and what it left is there."""
        if self._facts["state"] == CONVERTED:
            return True
        left = [self._leaves, *self._shares]
        return self._facts["state"] == "done" and self._leaves is not None and all(file.exists() for file in left)

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
            with replacing(self.weights) as partial:
                # Who takes them may have no such device.
                torch.save(moved(weights, torch.device("cpu")), partial)
        self._facts["state"] = "done"
        self._write()

    def _claim(self) -> None:
        """Take the folder and the shared files, if nothing or a run of the same configuration and inputs has them."""
        inputs = read_inputs(self._files, self._work)
        self._session["inputs"] = {name: asdict(entry) for name, entry in inputs.items()}
        if self._facts["state"] == CONVERTED:
            return
        file, settings = self.folder / "config.yaml", flat(self.settings)
        # First, for a name of its own would not help there.
        claims = self._claims(settings, inputs)
        before = flat(yaml.safe_load(file.read_text())) if file.exists() else settings
        differ = differences(before, settings, self._grows) | self._other_inputs()
        if differ:
            advice = f"Give the new one a name of its own with --run NAME, or delete {self.folder}."
            raise ConfigMismatch(f"{self.folder} holds a run that began with something else:", differ, self._grows, advice)
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(file) as partial:
            partial.write_text(yaml.safe_dump(self.settings, sort_keys=False))
        for shared, made in claims.items():
            write_record(shared, made)

    def _claims(self, settings: Mapping, inputs: Mapping[str, Input]) -> dict[Path, dict]:
        """The new records of shared files."""
        name = str(self.folder.relative_to(self._work))
        claims = {file: claim(file, part, name, settings, inputs, self._grows) for file, part in self._shares.items()}
        return {file: made for file, made in claims.items() if made}

    def _other_inputs(self) -> dict[str, tuple]:
        """Those that differ from what this run took the last time."""
        sessions = self._facts["sessions"]
        if self._leaves is None or not sessions:
            return {}
        before, now = digests(sessions[-1]["inputs"]), digests(self._session["inputs"])
        files = {name: entry["file"] for session in (sessions[-1], self._session) for name, entry in session["inputs"].items()}
        return {f"{name} ({files[name]})": pair for name, pair in differences(before, now).items()}

    def _write(self) -> None:
        with replacing(self._record) as partial:
            partial.write_text(json.dumps(self._facts, indent=2) + "\n")


def _picked(values: dict, key: str) -> dict:
    """Of a configuration what stands at one dotted key."""
    first, _, rest = key.partition(".")
    return {first: _picked(values[first], rest) if rest else values[first]}
