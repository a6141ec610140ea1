"""What quantization costs: the float graph in Python, and the shipped model in Python and in a browser, on the same validation windows.

    python -m experiments.quantization --work DIR --config open --windows 400

The browser is headless Chromium with stock onnxruntime-web; it needs `npm ci` at the top of the repository. WebGPU runs in software where
there is no graphics card: `--provider webgpu --windows 20` takes minutes.
"""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from torch.utils.data import default_collate

from undertone_model.command_line import config_parser, configuration
from undertone_model.data.store import load_table
from undertone_model.data.windows import WindowDataset
from undertone_model.metrics import macro_f1, recall_mean
from undertone_model.stages.export.command import FLOAT
from undertone_model.stages.export.states import new_states
from undertone_model.workspace import MODELS, artefact

BATCH = 8
MIX = {"tone": 0.5, "words": 0.5}
REPOSITORY = MODELS.parent


def main() -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--windows", type=int, default=400, help="how many labelled windows")
    parser.add_argument("--provider", choices=("wasm", "webgpu"), default="wasm", help="what runs the model in the browser")
    options = parser.parse_args()
    config = configuration(options)
    windows = WindowDataset(load_table(options.work), "valid", config, options.windows, MIX)
    pcm, labels, _ = default_collate([windows[i] for i in range(len(windows))])
    shipped = REPOSITORY / "models" / f"undertone-en-{config.build}.onnx"
    answers = {
        "float": _in_python(artefact(options.work, "export", config.build, options.run, FLOAT), pcm.numpy()),
        "int8": _in_python(shipped, pcm.numpy()),
        f"int8 in Chromium on {options.provider}": _in_browser(shipped, pcm.numpy(), options.provider),
    }
    for name, sentiment in answers.items():
        guesses = sentiment.argmax(1)
        print(
            f"{name}: UAR {recall_mean(labels.numpy(), guesses):.4f}, macro-F1 {macro_f1(labels.numpy(), guesses):.4f}, n = {len(labels)}"
        )
        same = (answers["float"].argmax(1) == guesses).mean()
        difference = np.abs(answers["float"] - sentiment)
        print(
            f"  same label as in float: {same:.4f}; difference of probabilities: mean {difference.mean():.4f}, largest {difference.max():.4f}"
        )


def _in_python(file: Path, pcm: np.ndarray) -> np.ndarray:
    """Sentiment [windows, 3]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    parts = np.split(pcm, range(BATCH, len(pcm), BATCH))
    return np.concatenate([session.run(["sentiment"], {"pcm": part, "state": new_states(session, len(part))})[0] for part in parts])


def _in_browser(file: Path, pcm: np.ndarray, provider: str) -> np.ndarray:
    """Sentiment [windows, 3]."""
    with tempfile.NamedTemporaryFile(suffix=".f32") as windows:
        pcm.astype("<f4").tofile(windows.name)
        command = ["node", "tools/predict.mjs", str(file.relative_to(REPOSITORY)), windows.name, provider]
        # What goes wrong in the browser is said on stderr, which is not caught.
        lines = subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return np.array([json.loads(line)[0] for line in lines])


if __name__ == "__main__":
    main()
