"""`python -m undertone_model pseudo-labels`: train the text labeller, transcribe and pseudo-label; what a run finished is not done again."""

import json
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import f1_score

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.config.stages import PseudoLabels
from undertone_model.contract import LABELS
from undertone_model.data.store import load_table, table_file, table_files
from undertone_model.data.texts import read_goemotions, read_meld, text_files
from undertone_model.stages.base_weights.load import base_files
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller
from undertone_model.stages.pseudo_labels.task import LabellerTask, calibrate
from undertone_model.stages.pseudo_labels.texts import texts
from undertone_model.stages.pseudo_labels.transcripts import transcribe
from undertone_model.training.made import Shared
from undertone_model.training.run import Run
from undertone_model.training.train import Stage, train
from undertone_model.workspace import base_folder, labeller_report, replacing, run_folder

STAGE = Stage("pseudo-labels", ("pseudo_labels",))


def accuracy(labeller: SentimentLabeller, table: pd.DataFrame, confidence: float) -> dict:
    """Figures on texts with human labels, over all of them and where a pseudo-label would be kept."""
    probabilities = labeller.probabilities(list(table["text"]))
    truth = table["label"].map(LABELS.index).to_numpy()
    guess, kept = probabilities.argmax(1), probabilities.max(1) >= confidence
    return {
        "texts": len(table),
        "macro_f1": float(f1_score(truth, guess, average="macro")),
        "accuracy": float((truth == guess).mean()),
        "kept_share": float(kept.mean()),
        "kept_accuracy": float((truth == guess)[kept].mean()),
    }


def pseudo_labels(labeller: SentimentLabeller, clips: pd.DataFrame, transcripts: pd.DataFrame, least: float) -> pd.DataFrame:
    """Columns clip, transcript, label ("" below the confidence `least`) and confidence of English speech without a human
    label, whether or not an earlier run gave it one."""
    human = (clips["label"] != "") & (clips["origin"] != "text")
    rows = clips[(clips["kind"] == "speech") & (clips["language"] == "en") & ~human]
    written = rows["clip"].map(transcripts.set_index("clip")["transcript"])
    texts = rows["transcript"].where(rows["transcript"] != "", written).fillna("")
    rows, texts = rows[texts != ""], texts[texts != ""]
    probabilities = labeller.probabilities(list(texts))
    names = np.array(LABELS)[probabilities.argmax(1)]
    confidence = probabilities.max(1)
    columns = {
        "clip": rows["clip"],
        "transcript": texts,
        "label": np.where(confidence >= least, names, ""),
        "confidence": confidence,
    }
    return pd.DataFrame(columns)


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config = configuration(options)
    shares = {file: Shared() for file in (table_file(options.work, "labels"), labeller_report(options.work))}
    train(STAGE, options, config, inputs(options), partial(task, options, config), partial(weights, options, config), shares)


def inputs(options: Namespace) -> dict[str, Path]:
    """Of the tables that of the corpora alone: its own labels are none, and all that is synthetic has a label already."""
    clips = {"clips": table_files(options.work)["clips"]}
    return base_files(base_folder(options.work)) | clips | text_files(options.data)


def task(options: Namespace, config: Config, run: Run, device: torch.device) -> LabellerTask:
    settings = config.pseudo_labels
    learn, _ = texts(options.data, settings.calibrating_dialogues)
    return LabellerTask(SentimentLabeller(settings.most_tokens), learn[: settings.limit], settings, config.seed, device)


def weights(options: Namespace, config: Config, task: LabellerTask) -> dict:
    """With them come the labels of the clips, and a report."""
    settings, labeller = config.pseudo_labels, task.labeller
    _, check = texts(options.data, settings.calibrating_dialogues)
    calibrate(labeller, check[: settings.limit])
    clips = load_table(options.work)
    transcripts = _transcripts(clips, options.work, run_folder(options.work, STAGE.name, name=options.run), settings)
    labels = pseudo_labels(labeller, clips, transcripts, settings.confidence)
    with replacing(table_file(options.work, "labels")) as whole:
        labels.to_parquet(whole, index=False)
    report = json.dumps(reported(labeller, options.data, labels, settings), indent=2)
    with replacing(labeller_report(options.work)) as whole:
        whole.write_text(report + "\n")
    print(report)
    return labeller.state_dict()


def _transcripts(clips: pd.DataFrame, work: Path, folder: Path, settings: PseudoLabels) -> pd.DataFrame:
    """Columns clip and transcript, of the English speech that has none; kept in `folder` of the run, and from the last time if there was
    one."""
    file = folder / "transcripts.parquet"
    if not file.exists():
        wordless = clips[(clips["corpus"] == "librispeech_part") & (clips["transcript"] == "")][: settings.limit]
        written = wordless.assign(transcript=transcribe(wordless, base_folder(work), settings))
        with replacing(file) as whole:
            written[["clip", "transcript"]].to_parquet(whole, index=False)
    return pd.read_parquet(file)


def reported(labeller: SentimentLabeller, data: Path, labels: pd.DataFrame, settings: PseudoLabels) -> dict:
    """How right the labeller is, and how many clips of each corpus have which label now."""
    corpus = labels["clip"].str.rsplit("-", n=1).str[0]
    counts = labels["label"].replace("", "below confidence").groupby(corpus)
    return {
        "trained_on": "GoEmotions train, nine tenths of MELD train",
        "confidence": settings.confidence,
        "temperature": float(labeller.temperature),
        "goemotions_test": accuracy(labeller, read_goemotions(data, "test")[: settings.limit], settings.confidence),
        "meld_dev": accuracy(labeller, read_meld(data, "dev")[: settings.limit], settings.confidence),
        "pseudo_labels": {name: part.value_counts().to_dict() for name, part in counts},
    }
