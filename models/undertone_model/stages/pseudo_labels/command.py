"""`python -m undertone_model pseudo-labels`: train the text labeller, transcribe and pseudo-label; what a run finished is not done again."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import f1_score

from undertone_model.contract import LABELS
from undertone_model.data.store import load_table
from undertone_model.data.texts import read_goemotions, read_meld
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller, labeller_file, load_labeller
from undertone_model.stages.pseudo_labels.task import calibrate, train_labeller
from undertone_model.stages.pseudo_labels.texts import texts
from undertone_model.stages.pseudo_labels.transcripts import transcribe
from undertone_model.workspace import stage_parser

CONFIDENCE = 0.7


def accuracy(labeller: SentimentLabeller, table: pd.DataFrame) -> dict:
    """Figures on texts with human labels, over all of them and where a pseudo-label would be kept."""
    probabilities = labeller.probabilities(list(table["text"]))
    truth = table["label"].map(LABELS.index).to_numpy()
    guess, kept = probabilities.argmax(1), probabilities.max(1) >= CONFIDENCE
    return {
        "texts": len(table),
        "macro_f1": float(f1_score(truth, guess, average="macro")),
        "accuracy": float((truth == guess).mean()),
        "kept_share": float(kept.mean()),
        "kept_accuracy": float((truth == guess)[kept].mean()),
    }


def trained(data: Path, work: Path, limit: int | None) -> SentimentLabeller:
    """The labeller, from the last run if there was one."""
    file = labeller_file(work)
    if file.exists():
        return load_labeller(file)
    learn, check = texts(data)
    labeller = train_labeller(learn[:limit], epochs=1)
    calibrate(labeller, check[:limit])
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(labeller.state_dict(), file)
    return labeller


def pseudo_labels(labeller: SentimentLabeller, clips: pd.DataFrame, transcripts: pd.DataFrame) -> pd.DataFrame:
    """Columns clip, transcript, label ("" below the confidence) and confidence of English speech without a human
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
        "label": np.where(confidence >= CONFIDENCE, names, ""),
        "confidence": confidence,
    }
    return pd.DataFrame(columns)


def main():
    parser = stage_parser(__doc__)
    parser.add_argument("--limit", type=int, metavar="N", help="only N texts and clips (a smoke run)")
    args = parser.parse_args()
    torch.set_num_threads(1)
    labeller = trained(args.data, args.work, args.limit)
    report = {
        "trained_on": "GoEmotions train, nine tenths of MELD train",
        "confidence": CONFIDENCE,
        "temperature": float(labeller.temperature),
        "goemotions_test": accuracy(labeller, read_goemotions(args.data, "test")[: args.limit]),
        "meld_dev": accuracy(labeller, read_meld(args.data, "dev")[: args.limit]),
    }
    clips = load_table(args.work)
    wordless = clips[(clips["corpus"] == "librispeech_part") & (clips["transcript"] == "")][: args.limit]
    file = args.work / "labels" / "transcripts.parquet"
    if not file.exists():
        wordless.assign(transcript=transcribe(wordless, args.work / "base"))[["clip", "transcript"]].to_parquet(file, index=False)
    labels = pseudo_labels(labeller, clips, pd.read_parquet(file))
    labels.to_parquet(args.work / "labels.parquet", index=False)
    corpus = labels["clip"].str.rsplit("-", n=1).str[0]
    report["pseudo_labels"] = {
        name: part.value_counts().to_dict() for name, part in labels["label"].replace("", "below confidence").groupby(corpus)
    }
    folder = args.work / "reports"
    folder.mkdir(exist_ok=True)
    (folder / "labeller.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
