"""What the commands of all stages that train have in common."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from undertone_model.config import Config
from undertone_model.training.device import chosen
from undertone_model.training.fit import Budget, fit
from undertone_model.training.made import Files, Shared
from undertone_model.training.run import Run
from undertone_model.training.task import Task


@dataclass(frozen=True)
class Stage:
    """`name`: of the command. `sections`: the dotted keys of the configuration that matter to it. `per_build`: each build has its own, else both share it."""

    name: str
    sections: tuple[str, ...]
    per_build: bool = False

    def run(self, options: Namespace, config: Config, inputs: Files, **details) -> Run:
        """The run that a command line asks for."""
        build = config.build if self.per_build else None
        return Run(options.work, self.name, config, self.sections, build, options.run, inputs, **details)


def train(
    stage: Stage,
    options: Namespace,
    config: Config,
    inputs: Files,
    make_task: Callable[[Run, torch.device], Task],
    weights: Callable[[Task], object],
    shares: Mapping[Path, Shared] | None = None,
) -> None:
    """Nothing where the run is done, which the run knows before a table is read. Else `make_task` says what is trained, and `weights` what
    that leaves for later stages."""
    device, budget = chosen(options.device, options.threads), Budget(options.minutes)
    with stage.run(options, config, inputs, shares=shares) as run:
        if run.done:
            return
        task = make_task(run, device)
        loop = getattr(config, stage.name.replace("-", "_")).loop
        if fit(task, run, loop, task.steps, device, budget):
            run.finish(weights(task))
