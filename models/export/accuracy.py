"""What quantization costs: the float graph and the shipped model on the same validation windows.

    python -m export.accuracy --work DIR --build open --windows 400
"""

from pathlib import Path

import numpy as np
import onnxruntime
from torch.utils.data import default_collate

from augmentation.windows import WindowDataset
from builds import USES
from data.store import load_table
from metrics import macro_f1, recall_mean
from paths import stage_parser

BATCH = 8
MIX = {"tone": 0.5, "words": 0.5}


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose model")
    parser.add_argument("--windows", type=int, default=400, help="how many labelled windows")
    options = parser.parse_args()
    windows = WindowDataset(load_table(options.work), "valid", options.build, options.windows, mix=MIX)
    pcm, labels, _ = default_collate([windows[i] for i in range(len(windows))])
    files = {
        "float": options.work / "classifier" / options.build / "float.onnx",
        "int8": Path(__file__).parents[1] / f"undertone-en-{options.build}.onnx",
    }
    answers = {name: _answers(file, pcm.numpy()) for name, file in files.items()}
    for name, sentiment in answers.items():
        guesses = sentiment.argmax(1)
        print(f"{name}: UAR {recall_mean(labels.numpy(), guesses):.4f}, macro-F1 {macro_f1(labels.numpy(), guesses):.4f}, n = {len(labels)}")
    difference = np.abs(answers["float"] - answers["int8"])
    same = (answers["float"].argmax(1) == answers["int8"].argmax(1)).mean()
    print(f"same label: {same:.4f}; difference of probabilities: mean {difference.mean():.4f}, largest {difference.max():.4f}")


def _answers(file: Path, pcm: np.ndarray) -> np.ndarray:
    """Sentiment [windows, 3]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    parts = np.split(pcm, range(BATCH, len(pcm), BATCH))
    return np.concatenate([session.run(["sentiment"], {"pcm": part})[0] for part in parts])


if __name__ == "__main__":
    main()
