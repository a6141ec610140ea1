"""`python -m undertone_model pseudo-labels`: train the text labeller, transcribe and pseudo-label; what a run finished is not done again."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from undertone_model.command_line import configuration, training_parser
from undertone_model.config.stages import PseudoLabels
from undertone_model.contract import LABELS
from undertone_model.data.store import load_table
from undertone_model.data.texts import read_goemotions, read_meld
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller
from undertone_model.stages.pseudo_labels.task import LabellerTask, calibrate
from undertone_model.stages.pseudo_labels.texts import texts
from undertone_model.stages.pseudo_labels.transcripts import transcribe
from undertone_model.training.device import chosen
from undertone_model.training.fit import Budget, fit
from undertone_model.training.run import Run
from undertone_model.workspace import base_folder, labeller_report

SECTIONS = ("pseudo_labels",)


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
    said = rows["transcript"].where(rows["transcript"] != "", rows["clip"].map(transcripts.set_index("clip")["transcript"])).fillna("")
    rows, said = rows[said != ""], said[said != ""]
    probabilities = labeller.probabilities(list(said))
    names = np.array(LABELS)[probabilities.argmax(1)]
    confidence = probabilities.max(1)
    columns = {
        "clip": rows["clip"],
        "transcript": said,
        "label": np.where(confidence >= least, names, ""),
        "confidence": confidence,
    }
    return pd.DataFrame(columns)


def main(arguments: Sequence[str] | None = None) -> None:
    options = training_parser(__doc__).parse_args(arguments)
    config, budget = configuration(options), Budget(options.minutes)
    settings, device = config.pseudo_labels, chosen(options.device, options.threads)
    with Run(options.work, "pseudo-labels", config, SECTIONS, name=options.run) as run:
        if run.done:
            return
        learn, check = texts(options.data, settings.calibrating_dialogues)
        task = LabellerTask(SentimentLabeller(), learn[: settings.limit], settings, config.seed, device)
        if not fit(task, run, settings.loop, task.steps, device, budget):
            return
        calibrate(task.labeller, check[: settings.limit])
        clips = load_table(options.work)
        labels = pseudo_labels(task.labeller, clips, _transcripts(clips, options.work, run, settings), settings.confidence)
        labels.to_parquet(options.work / "labels.parquet", index=False)
        report = reported(task.labeller, options.data, labels, settings)
        labeller_report(options.work).parent.mkdir(exist_ok=True)
        labeller_report(options.work).write_text(json.dumps(report, indent=2) + "\n")
        print(json.dumps(report, indent=2))
        run.finish(task.labeller.state_dict())


def _transcripts(clips: pd.DataFrame, work: Path, run: Run, settings: PseudoLabels) -> pd.DataFrame:
    """Columns clip and transcript, of the English speech that has none; from the last time if there was one."""
    file = run.folder / "transcripts.parquet"
    if not file.exists():
        wordless = clips[(clips["corpus"] == "librispeech_part") & (clips["transcript"] == "")][: settings.limit]
        written = wordless.assign(transcript=transcribe(wordless, base_folder(work)))
        written[["clip", "transcript"]].to_parquet(file, index=False)
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
