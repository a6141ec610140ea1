"""Stage 2: train on the cached features, calibrate and measure on validation, and put the network together.

python -m undertone_model classifier --work DIR --data DIR --build open
"""

import logging

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from undertone_model.builds import USES
from undertone_model.data.presence import speech_windows
from undertone_model.data.store import load_table
from undertone_model.network.adaptation import STATE, AdaptiveClassifier
from undertone_model.network.undertone import Undertone
from undertone_model.stages.classifier.artefacts import Checkpoint
from undertone_model.stages.classifier.calibration import speech_temperature, speech_threshold, voice_temperature, words_temperature
from undertone_model.stages.classifier.figures import validation_figures
from undertone_model.stages.classifier.sources import sources
from undertone_model.stages.classifier.task import predict, train
from undertone_model.stages.features.cache import Features, cache_folder, load_features
from undertone_model.stages.features.frozen import load_frozen
from undertone_model.stages.features.windows import worded
from undertone_model.stages.lexical_head.artefacts import load_reader
from undertone_model.workspace import stage_parser

THRESHOLDS = 0.05, 0.95
"""Lowest and highest of speech."""
BATCH = 16


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which data may train")
    parser.add_argument("--epochs", type=int, default=6, help="passes over the cache")
    parser.add_argument("--seed", type=int, default=0, help="of weights and order: runs differ by a few points")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    learn, check = (load_features(cache_folder(options.work, options.build, split)) for split in ("train", "valid"))
    torch.manual_seed(options.seed)
    classifier = AdaptiveClassifier()
    classifier.reader = load_reader(options.work)
    classifier = train(classifier, learn, check, options.epochs, options.seed)
    network = Undertone(*load_frozen(options.work, options.build), classifier)
    calibrate(network, check)
    table = load_table(options.work)
    threshold = threshold_of(network, table[table["use"].isin(USES[options.build])])
    command = f"python -m undertone_model classifier --build {options.build}" + (f" --seed {options.seed}" if options.seed else "")
    figures = validation_figures(network, check, threshold, command)
    for figure in figures:
        logging.info("%s on %s: %s %s (n = %d)", *(figure[key] for key in ("metric", "data", "value", "ci", "n")))
    data = sources(table, options.data, options.work, options.build)
    Checkpoint(network.state_dict(), threshold, data, figures).save(options.work, options.build)


def calibrate(network: Undertone, check: Features) -> None:
    """Set the temperatures of `network`."""
    sentiment, trust, speech = predict(network.classifier, check)
    labels, voiced, kinds, _ = torch.from_numpy(check.facts).long().unbind(1)
    known, by_words = labels >= 0, worded(kinds)
    voices, texts = known & ~by_words, known & by_words
    network.voice_temperature.fill_(voice_temperature(sentiment[voices], labels[voices]))
    network.words_temperature.fill_(words_temperature(sentiment[texts], trust[texts], labels[texts], network.voice_temperature.item()))
    network.speech_temperature.fill_(speech_temperature(speech, voiced))


@torch.inference_mode()
def threshold_of(network: Undertone, table: pd.DataFrame) -> float:
    """Of speech, from every noise of validation: `check` has too few windows without speech to tell one in a hundred."""
    facts, windows = speech_windows(table, "valid")
    known = np.flatnonzero(facts["truth"] >= 0)
    parts = torch.from_numpy(windows[known]).split(BATCH)
    network.eval()
    scores = torch.cat([network(pcm, torch.zeros(len(pcm), STATE))[1] for pcm in tqdm(parts, mininterval=10, desc="threshold")])
    return float(np.clip(speech_threshold(scores.numpy(), facts["truth"].to_numpy()[known]), *THRESHOLDS))


if __name__ == "__main__":
    main()
