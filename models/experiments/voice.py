"""How well the voice alone tells the tone, and what the words leave of it: those of the clip itself, and neutral ones in English, as an actor moves a plain sentence.

    python -m experiments.voice --work DIR --config open --clips 600

For each corpus the UAR of all three, and how far the voice's logits spread (their standard deviation): of a voice that is not moved they should lie
close together, of one that is moved far apart, in whatever language. Validation speakers are judged, and of corpora that the build does not learn
from its training speakers too: strangers all.
"""

import json

import numpy as np
import pandas as pd
import torch

from undertone_model.builds import USES
from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.store import load_table, read_clip
from undertone_model.evaluation.sdk.windows import filled_up
from undertone_model.evaluation.sets import TONE, WORDS, labelled, truth
from undertone_model.metrics import recall_mean
from undertone_model.network.adaptation import STATE
from undertone_model.network.undertone import Undertone
from undertone_model.stages.classifier.artefacts import load_classifier

NEUTRAL = 50
"""Sentences beside which each voice is judged."""


def main() -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--clips", type=int, default=600, help="at most so many of each corpus")
    options = parser.parse_args()
    build = configuration(options).build
    torch.set_num_threads(1)
    sets = strangers(load_table(options.work), build, options.clips)
    network = load_classifier(options.work, build, options.run).network()
    answers = {name: logits(network, rows) for name, rows in sets.items()}
    neutral = answers[WORDS][1][sets[WORDS]["label"] == "neutral"][:NEUTRAL]
    report = {
        name: recalls(acoustic, lexical, neutral, truth(sets[name]))
        if name in TONE
        else {"clips": len(acoustic), "spread": spread(acoustic)}
        for name, (acoustic, lexical) in answers.items()
    }
    print(json.dumps(report, indent=2))


def strangers(table: pd.DataFrame, build: str, most: int) -> dict[str, pd.DataFrame]:
    """Clips by corpus of speakers of whom the build has learned nothing; of the test split none."""
    learned = table["use"].isin(USES[build])
    asked = table[(table["split"] == "valid") | ((table["split"] == "train") & ~learned)]
    return labelled(asked.assign(split="valid"), "valid", most)


@torch.inference_mode()
def logits(network: Undertone, clips: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What voice and words say of the first window of each clip, as the first of a stream: sentiment logits [clips, 3] twice."""
    both = []
    for row in clips.itertuples():
        blended, pieces, mask = network.pooled_features(torch.from_numpy(filled_up(read_clip(row)[:WINDOW_SAMPLES])[None]))
        adapted, _ = network.classifier.adaptation(blended, mask, torch.ones(1), torch.zeros(1, STATE))
        acoustic = network.classifier.acoustic_logits(adapted, mask)[0]
        both.append((acoustic[0].numpy(), network.classifier.lexical_logits(pieces, mask)[0][0].numpy()))
    acoustic, lexical = zip(*both)
    return np.stack(acoustic), np.stack(lexical)


def recalls(acoustic: np.ndarray, lexical: np.ndarray, neutral: np.ndarray, labels: np.ndarray) -> dict:
    """acoustic and lexical logits [clips, 3], the lexical ones of other, neutral words [sentences, 3], labels [clips]."""
    figures = {
        "voice alone": recall_mean(labels, acoustic.argmax(1)),
        "with its words": recall_mean(labels, (acoustic + lexical).argmax(1)),
        "beside neutral words": np.mean([recall_mean(labels, (acoustic + words).argmax(1)) for words in neutral]),
    }
    return {"clips": len(labels)} | {kind: round(float(recall), 3) for kind, recall in figures.items()} | {"spread": spread(acoustic)}


def spread(acoustic: np.ndarray) -> float:
    return round(float(acoustic.std()), 2)


if __name__ == "__main__":
    main()
