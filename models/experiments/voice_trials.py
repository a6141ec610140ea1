"""What else the voice channel could be taught, and what each is worth to strangers.

    python -m experiments.voice_trials --work DIR --config research

Every trial fits the channel anew for each corpus that is left out, and fusion on what it answers. Of validation: UAR of the voice alone and beside
plain words (`moved`), mean over the corpora that have all three labels, in streams of a speaker's clips and each clip as a new stream; macro recall of
clear words in flat voices; and how much neutral talk gets another label. `--set voice.prior_seconds=2` and the like try other numbers.
"""

import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score

from undertone_model.command_line import config_parser, configuration
from undertone_model.config import Config
from undertone_model.contract import LABELS
from undertone_model.data.store import load_table
from undertone_model.metrics import recall_mean
from undertone_model.network.voice_channel import EMOTIONS, VoiceChannel
from undertone_model.stages.features.frozen import load_encoding, load_frozen
from undertone_model.stages.fusion.examples import together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit as fit_fusion
from undertone_model.stages.fusion.gather import Gathering
from undertone_model.stages.fusion.words import KIND as WORDS
from undertone_model.stages.fusion.words import Reader
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.pseudo_labels.labeller import load_labeller
from undertone_model.stages.voice.command import heard, taught
from undertone_model.stages.voice.fit import even_mean, fit
from undertone_model.stages.voice.statistics import KIND as VOICES
from undertone_model.stages.voice.statistics import UNKNOWN, ClipStatistics, clip_statistics
from undertone_model.stages.voice.strangers import CLASSES, classified
from undertone_model.training.kept import Kept
from undertone_model.workspace import artefact

RUN = "experiments.voice_trials"
SURE = 0.8
"""Of the text labeller, to give a clip the label of its words."""
LIKELY = {"positive": "happiness", "neutral": "calm"}
"""The emotion of a class that has but one; the text does not tell which of the negative ones it is."""
ALONE = 2
"""So many trials need but one corpus."""
SHRUNK = 0.5
"""How far a corpus's covariance is taken towards a diagonal: it has fewer clips than statistics."""

Corpora = dict[str, ClipStatistics]


def main() -> None:
    options = config_parser(__doc__).parse_args()
    config = configuration(options)
    torch.set_num_threads(1)
    lab = Lab(options, config)
    spoken = dialogue(options, lab.encoder)
    trials: dict[str, Callable[[Corpora], Corpora]] = {
        "as configured": dict,
        "foq_talkie with the labels of its words": lambda learned: learned | {"foq_talkie": spoken},
        "features mixed across corpora": lambda learned: learned | mixed(learned, config.seed),
        "spreads of the corpora aligned": lambda learned: aligned(learned, whole=False),
        "covariances of the corpora aligned": lambda learned: aligned(learned, whole=True),
    }
    print(json.dumps({"foq_talkie": counts(spoken), "adversary": adversary(lab.learned, config.seed)}))
    for name, change in list(trials.items())[: None if len(lab.learned) > 1 else ALONE]:
        print(json.dumps({"trial": name} | lab.judged(change)), flush=True)


class Lab:
    """What every trial shares: statistics of the voices, and what the words of the fusion's examples say."""

    def __init__(self, options: Namespace, config: Config):
        self._config, work, name = config, options.work, options.run
        self.encoder = {"encoder": artefact(work, "ctc-head", name=name)}
        emotional, self._ordinary = heard(work, name, RUN)
        self.learned, self._others = taught(emotional, config.build)
        words = Kept(work, WORDS, self.encoder | {"lexical_head": artefact(work, "lexical-head", name=name)}, RUN)
        reader = Reader(*load_frozen(work, name), load_lexical_head(work, name))
        self._gathering = lambda channel: Gathering(
            load_table(work), Kept(work, VOICES, self.encoder, RUN), words, reader, channel, config.fusion.most_clips
        )

    def judged(self, change: Callable[[Corpora], Corpora]) -> dict:
        """Every channel learns from what `change` makes of its corpora, and is judged on the one that is left out as it is."""
        voice, fusion, seed = self._config.voice, self._config.fusion, self._config.seed
        every = self.learned | self._others
        judges = []
        for left_out in every:
            teachers = change({name: part for name, part in self.learned.items() if name != left_out})
            if teachers:
                judges.append((left_out, every[left_out], fit(list(teachers.values()), self._ordinary, voice, seed)))
        gathering = self._gathering(fit(list(change(self.learned).values()), self._ordinary, voice, seed))
        answers = {alone: answered(judges, seed, alone) for alone in (False, True)}
        kinds = gathering.kinds(answers[False])
        fitted = fit_fusion(
            together([kinds[kind] for kind in fusion.shares], list(fusion.shares.values())), fusion.still, fusion.iterations
        )
        lines = [line for kind, part in kinds.items() for line in figures(kind, fitted, part)]
        streams, new = moved(lines), moved(list(figures("moved", fitted, gathering.kinds(answers[True])["moved"])))
        of = {(line["kind"], line["corpus"]): line for line in lines}
        return {
            "alone": mean([voice_recall(answers[False], line["corpus"]) for line in streams]),
            "alone, new streams": mean([voice_recall(answers[True], line["corpus"]) for line in streams]),
            "moved": mean([line["UAR"] for line in streams]),
            "moved, new streams": mean([line["UAR"] for line in new]),
            "positive recall": mean([line["positive"] for line in streams]),
            "calibration error": mean([line["calibration error"] for line in streams]),
            "words": of["flat", "synthetic"]["UAR"],
            "everyday": of["everyday", "everyday"]["accuracy"],
            "talk": [of["plain", "commonvoice_dev"][key] for key in ("neutral as other", "strongly")],
            "corpora": {line["corpus"]: line["UAR"] for line in streams},
        }


def answered(judges: Sequence[tuple[str, ClipStatistics, VoiceChannel]], seed: int, alone: bool) -> dict[str, np.ndarray]:
    """What each channel answers to the corpus that it has not heard; its clips as streams of a speaker, or each `alone`."""
    spoken = [(name, clips[clips.emotion != UNKNOWN], channel) for name, clips, channel in judges]
    parts = {
        "voice": [classified(channel, clips, seed, alone) for _, clips, channel in spoken],
        "label": [CLASSES[clips.emotion] for _, clips, _ in spoken],
        "corpus": [np.full(len(clips.clip), name) for name, clips, _ in spoken],
        "clip": [clips.clip.astype("U") for _, clips, _ in spoken],
    }
    return {field: np.concatenate(values) for field, values in parts.items()}


def moved(lines: Sequence[dict]) -> list[dict]:
    """Those of corpora that have all three labels."""
    return [line for line in lines if line["kind"] == "moved" and all(label in line for label in LABELS)]


def voice_recall(answers: dict[str, np.ndarray], corpus: str) -> float:
    mine = answers["corpus"] == corpus
    return recall_mean(answers["label"][mine], answers["voice"][mine].argmax(1))


def dialogue(options: Namespace, encoder: dict) -> ClipStatistics:
    """Clips of foq_talkie whose words the text labeller is sure of, with an emotion of that class."""
    table = load_table(options.work)
    clips = table[table["corpus"] == "foq_talkie"].reset_index(drop=True)
    heard = clip_statistics(Kept(options.work, VOICES, encoder, RUN), *load_encoding(options.work, options.run), clips)
    probabilities = load_labeller(options.work, options.run).probabilities(list(clips["transcript"]))
    names = list(EMOTIONS)
    negative = rank_negative(clips)
    emotion = np.array(
        [names.index(LIKELY.get(LABELS[p.argmax()], each)) if p.max() >= SURE else UNKNOWN for p, each in zip(probabilities, negative)]
    )
    return replace(heard, emotion=emotion)[emotion != UNKNOWN]


def rank_negative(clips: pd.DataFrame) -> list[str]:
    """Sadness where a negative line ends in dots, else anger: lines of soldiers, who shout."""
    return ["sadness" if text.rstrip().endswith("...") else "anger" for text in clips["transcript"]]


def mixed(learned: Corpora, seed: int) -> Corpora:
    """A corpus of clips that lie halfway between two of the same emotion and different corpora, each less its corpus's mean."""
    rng = np.random.default_rng(seed)
    spoken = {name: part[part.emotion != UNKNOWN] for name, part in learned.items()}
    centres = {name: even_mean(part) for name, part in spoken.items()}
    made = {}
    for name, part in spoken.items():
        others = [other for other in spoken if other != name]
        rows, statistics = [], []
        for i in range(len(part.emotion) if others else 0):
            other = others[rng.integers(len(others))]
            same = np.flatnonzero(spoken[other].emotion == part.emotion[i])
            if len(same):
                partner = spoken[other].statistics[rng.choice(same)] - centres[other]
                rows.append(i)
                statistics.append(centres[name] + (part.statistics[i] - centres[name] + partner) / 2)
        if rows:
            made[f"{name}, mixed"] = replace(part[np.array(rows)], statistics=np.array(statistics, np.float32))
    return made


def aligned(learned: Corpora, whole: bool) -> Corpora:
    """Every corpus around its own mean with the spread of all of them: of each statistic, or of the `whole` covariance (CORAL: Sun et al., 2016)."""
    parts = {name: part[part.emotion != UNKNOWN] for name, part in learned.items()}
    if len(parts) < 2:
        return parts
    centred = {name: part.statistics - even_mean(part) for name, part in parts.items()}
    covariances = (
        {name: shrunk(rows) for name, rows in centred.items()}
        if whole
        else {name: np.diag(rows.var(0) + 1e-6) for name, rows in centred.items()}
    )
    pooled = power(np.mean(list(covariances.values()), axis=0), 0.5)
    return {
        name: replace(part, statistics=(even_mean(part) + centred[name] @ power(covariances[name], -0.5) @ pooled).astype(np.float32))
        for name, part in parts.items()
    }


def shrunk(rows: np.ndarray) -> np.ndarray:
    covariance = np.cov(rows.T, bias=True)
    return (1 - SHRUNK) * covariance + SHRUNK * np.diag(np.diag(covariance)) + 1e-6 * np.eye(len(covariance))


def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.maximum(values, 1e-6) ** exponent) @ vectors.T


def adversary(learned: Corpora, seed: int) -> dict | None:
    """Accuracy of a linear layer that tells the corpora apart, on clips that it has not seen, and of a guess: what a domain-adversarial loss could
    take away. Statistics are as the channel gets them, centred on each corpus."""
    if len(learned) < 2:
        return None
    rows = np.concatenate([part.statistics - even_mean(part[part.emotion != UNKNOWN]) for part in learned.values()])
    corpus = np.repeat(np.arange(len(learned)), [len(part.emotion) for part in learned.values()])
    order = np.random.default_rng(seed).permutation(len(rows))[:4000]
    learn, check = order[: len(order) // 2], order[len(order) // 2 :]
    scale = rows[learn].std(0) + 1e-3
    layer = LogisticRegression(C=0.01, max_iter=300, class_weight="balanced").fit(rows[learn] / scale, corpus[learn])
    return {
        "recall": round(float(balanced_accuracy_score(corpus[check], layer.predict(rows[check] / scale))), 3),
        "guess": round(1 / len(learned), 3),
    }


def counts(clips: ClipStatistics) -> dict[str, int]:
    return {name: int((clips.emotion == i).sum()) for i, name in enumerate(EMOTIONS) if (clips.emotion == i).any()}


def mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3)


if __name__ == "__main__":
    main()
