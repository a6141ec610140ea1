"""Stage 2: train on the cached features, calibrate and measure on validation, and put the network together. Goes on at its last checkpoint.

python -m undertone_model classifier --work DIR --data DIR --config open
"""

import logging
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.builds import USES
from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import Calibration
from undertone_model.data.presence import speech_windows
from undertone_model.data.store import load_table, table_files
from undertone_model.network.adaptation import STATE, AdaptiveClassifier
from undertone_model.network.undertone import Undertone
from undertone_model.stages.classifier.artefacts import Trained
from undertone_model.stages.classifier.calibration import acoustic_temperature, lexical_temperature, speech_temperature, speech_threshold
from undertone_model.stages.classifier.figures import validation_figures
from undertone_model.stages.classifier.prediction import predict
from undertone_model.stages.classifier.sources import licences_file, sources
from undertone_model.stages.classifier.task import ClassifierTask
from undertone_model.stages.features.cache import Features, feature_files, load_features
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.features.windows import worded
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.training.run import Run
from undertone_model.training.train import Stage, train
from undertone_model.workspace import artefact

logger = logging.getLogger(__name__)

STAGE = Stage("classifier", ("classifier",))
BATCH = 16


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config = configuration(options)
    train(STAGE, options, config, inputs(options, config), partial(task, options, config), partial(weights, options, config))


def inputs(options: Namespace, config: Config) -> dict[str, Path | list[Path]]:
    """The tables give the threshold of speech and, with the licences, the manifest's list of data."""
    frozen = {stage: artefact(options.work, stage, config.build, options.run) for stage in ("interpolate", "ctc-head")}
    learned = {"lexical_head": artefact(options.work, "lexical-head", name=options.run)}
    cache = feature_files(options.work, config.build, options.run)
    return frozen | learned | cache | table_files(options.work) | {"licences": licences_file(options.data)}


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> ClassifierTask:
    learn, check = (load_features(options.work, config.build, split, options.run) for split in ("train", "valid"))
    classifier = AdaptiveClassifier(config.classifier.dropout)
    classifier.lexical_head = load_lexical_head(options.work, options.run)
    return ClassifierTask(classifier, learn, check, config.classifier, config.seed, device)


def weights(options: Namespace, config: Config, task: ClassifierTask) -> dict:
    check = load_features(options.work, config.build, "valid", options.run)
    return asdict(finished(task.best.cpu().eval(), check, options, config))


def finished(classifier: AdaptiveClassifier, check: Features, options: Namespace, config: Config) -> Trained:
    """The whole network, calibrated and measured on validation."""
    network = Undertone(*load_frozen(options.work, config.build, options.run), classifier)
    calibrate(network, check, config.classifier.calibration)
    table = load_table(options.work)
    threshold = threshold_of(network, table[table["use"].isin(USES[config.build])], config.classifier.calibration)
    figures = validation_figures(network, check, threshold, command(options))
    for figure in figures:
        logger.info("%s on %s: %s %s (n = %d)", *(figure[key] for key in ("metric", "data", "value", "ci", "n")))
    return Trained(network.state_dict(), threshold, sources(table, options.data, options.work, config.build, options.run), figures)


def command(options: Namespace) -> str:
    """Which anyone may give, to have the same figures again."""
    return " ".join(
        ["python -m undertone_model classifier", f"--config {options.config}", *(f"--set {setting}" for setting in options.set)]
    )


def calibrate(network: Undertone, check: Features, settings: Calibration) -> None:
    """Set the temperatures of `network`."""
    sentiment, confidence, speech = predict(network.classifier, check)
    labels, voiced, kinds = (torch.from_numpy(check.facts[field].astype(np.int64)) for field in ("label", "speech", "kind"))
    known, by_words = labels >= 0, worded(kinds)
    voices, texts = known & ~by_words, known & by_words
    network.acoustic_temperature.fill_(acoustic_temperature(sentiment[voices], labels[voices], settings))
    lexical = lexical_temperature(sentiment[texts], confidence[texts], labels[texts], network.acoustic_temperature.item())
    network.lexical_temperature.fill_(lexical)
    network.speech_temperature.fill_(speech_temperature(speech, voiced))


@torch.inference_mode()
def threshold_of(network: Undertone, table: pd.DataFrame, settings: Calibration) -> float:
    """Of speech, from every noise of validation: `check` has too few windows without speech to tell one in a hundred."""
    facts, windows = speech_windows(table, "valid", settings.presence)
    known = np.flatnonzero(facts["truth"] >= 0)
    parts = torch.from_numpy(windows[known]).split(BATCH)
    network.eval()
    scores = torch.cat([network(pcm, torch.zeros(len(pcm), STATE))[1] for pcm in tqdm(parts, mininterval=10, desc="threshold")])
    threshold = speech_threshold(scores.numpy(), facts["truth"].to_numpy()[known], settings.false_alarms)
    return float(np.clip(threshold, *settings.thresholds))
