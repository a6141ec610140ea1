"""How well the voices of a corpus can be judged that was never heard: a linear probe on the frozen layers, learned with the corpus and without it.

    python -m experiments.unheard --work DIR --config research --clips 300

Training speakers teach and validation speakers are judged, so that "heard" is another speaker of a known corpus. "Centred" takes each corpus's own
mean from its features, which is what the best adaptation to speaker and line could do. For each, UAR of the layer that is best on average.
"""

import json

import numpy as np
import pandas as pd
import torch

from undertone_model.command_line import config_parser, configuration
from undertone_model.data.store import load_table
from undertone_model.evaluation.probe import features, layer_recalls
from undertone_model.evaluation.sets import TONE, labelled, truth
from undertone_model.network.encoder import WIDTH
from undertone_model.stages.asr.artefacts import load_stage


def main() -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--clips", type=int, default=300, help="at most so many clips of each corpus to learn from, and as many to judge")
    options = parser.parse_args()
    configuration(options)
    torch.set_num_threads(1)
    table = load_table(options.work)
    recogniser, _ = load_stage(options.work, options.run)
    learn, check = (probed(labelled(table, split, options.clips), recogniser) for split in ("train", "valid"))
    print(json.dumps(report(learn, check), indent=2))


Probed = dict[str, tuple[np.ndarray, np.ndarray]]
"""By corpus: features [clips, layers, 288] and labels [clips]."""


def probed(sets: dict[str, pd.DataFrame], recogniser) -> Probed:
    return {name: (features(recogniser, rows)[:, :, :WIDTH], truth(rows)) for name, rows in sets.items() if name in TONE}


def report(learn: Probed, check: Probed) -> dict:
    centred = centred_alike(learn), centred_alike(check)
    figures = {
        "heard": recalls(learn, check, heard=True),
        "unheard": recalls(learn, check, heard=False),
        "unheard, centred": recalls(*centred, heard=False),
    }
    return {"clips": {name: [len(learn[name][1]), len(check[name][1])] for name in check}} | {
        kind: best_layer(by_corpus) for kind, by_corpus in figures.items()
    }


def recalls(learn: Probed, check: Probed, heard: bool) -> dict[str, list[float]]:
    """By corpus that is judged, the UAR from each layer; not `heard`, the others teach."""
    return {name: learned_recalls([learn[other] for other in learn if heard or other != name], *check[name]) for name in check}


def learned_recalls(teachers: list[tuple[np.ndarray, np.ndarray]], asked: np.ndarray, expected: np.ndarray) -> list[float]:
    known, labels = (np.concatenate(parts) for parts in zip(*teachers))
    # Each corpus and label counts the same, whatever its size.
    weights = np.concatenate([1 / np.bincount(of_one, minlength=3)[of_one] for _, of_one in teachers])
    return layer_recalls(known, labels, weights / weights.mean(), asked, expected)


def centred_alike(corpora: Probed) -> Probed:
    """Less each corpus's mean, in which its labels count the same."""
    return {
        name: (rows - np.mean([rows[labels == label].mean(0) for label in np.unique(labels)], axis=0), labels)
        for name, (rows, labels) in corpora.items()
    }


def best_layer(by_corpus: dict[str, list[float]]) -> dict:
    means = np.mean(list(by_corpus.values()), axis=0)
    layer = int(means.argmax())
    return {"layer": layer, "mean": round(float(means[layer]), 3)} | {name: round(values[layer], 3) for name, values in by_corpus.items()}


if __name__ == "__main__":
    main()
