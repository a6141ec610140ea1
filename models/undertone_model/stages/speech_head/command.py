"""Train the speech head on the cached features, calibrate it and measure it on validation. Goes on at its last checkpoint.

python -m undertone_model speech-head --work DIR --config open
"""

import logging
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from undertone_model.builds import SHARED, USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import Calibration
from undertone_model.data.presence import speech_windows
from undertone_model.data.store import load_table, table_files
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.stages.features.cache import feature_files, load_features
from undertone_model.stages.features.frozen import load_encoding
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.stages.speech_head.calibration import speech_temperature, speech_threshold
from undertone_model.stages.speech_head.figures import validation_figures
from undertone_model.stages.speech_head.prediction import Presence, predict
from undertone_model.stages.speech_head.task import SpeechTask
from undertone_model.training.record import repeatable
from undertone_model.training.run import Run
from undertone_model.training.train import Stage, train
from undertone_model.workspace import artefact

logger = logging.getLogger(__name__)

STAGE = Stage("speech-head", ("speech_head",))
BATCH = 16


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__, needs=("work",)).parse_args(arguments)
    config = configuration(options)
    train(STAGE, options, config, inputs(options), partial(task, options, config), partial(weights, options, config))


def inputs(options: Namespace) -> dict[str, Path | list[Path]]:
    """The tables give the threshold."""
    encoder = {"encoder": artefact(options.work, "ctc-head", name=options.run)}
    return encoder | feature_files(options.work, options.run) | table_files(options.work)


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> SpeechTask:
    learn, check = (load_features(options.work, split, options.run) for split in ("train", "valid"))
    return SpeechTask(AttentiveHead(1, config.speech_head.dropout), learn, check, config.speech_head, config.seed, device)


def weights(options: Namespace, config: Config, task: SpeechTask) -> dict:
    """Calibrated and measured on validation."""
    head, check = task.best.cpu().eval(), load_features(options.work, "valid", options.run)
    logits, truth = predict(head, check), check.speech.astype(int)
    temperature = speech_temperature(logits, torch.from_numpy(truth))
    presence = Presence(*load_encoding(options.work, options.run), head, temperature).eval()
    table = load_table(options.work)
    threshold = threshold_of(presence, table[table["use"].isin(USES[SHARED])], config.speech_head.calibration)
    figures = validation_figures(truth, (logits / temperature).sigmoid().numpy(), threshold, repeatable())
    for figure in figures:
        logger.info("%s: %s %s (n = %d)", *(figure[key] for key in ("metric", "value", "ci", "n")))
    return asdict(SpeechHead(head.state_dict(), temperature, threshold, figures))


@torch.inference_mode()
def threshold_of(presence: Callable[[Tensor], Tensor], table: pd.DataFrame, settings: Calibration) -> float:
    """Of speech, from every noise of validation: the cached windows have too few without speech to tell one in a hundred."""
    facts, windows = speech_windows(table, "valid", settings.presence)
    known = np.flatnonzero(facts["truth"] >= 0)
    parts = torch.from_numpy(windows[known]).split(BATCH)
    scores = torch.cat([presence(pcm) for pcm in tqdm(parts, mininterval=10, desc="threshold")])
    threshold = speech_threshold(scores.numpy(), facts["truth"].to_numpy()[known], settings.false_alarms)
    return float(np.clip(threshold, *settings.thresholds))
