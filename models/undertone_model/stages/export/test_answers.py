"""Answers of the shipped model to the clips of the SDK's tests, by Python's onnxruntime: test/clips/expected.json.

python -m undertone_model test-answers --build open
"""

import argparse
import json
from collections.abc import Sequence

import numpy as np
import onnxruntime
import soundfile

from undertone_model.builds import USES
from undertone_model.contract import LABELS, WINDOW_SAMPLES
from undertone_model.stages.export.states import new_states
from undertone_model.stages.export.test_clips import FOLDER, RECORDED, SPOKEN, Clip
from undertone_model.workspace import MODELS

MARGIN = 0.1
"""A label is expected only where it leads by so much: a rounding difference of the browser must not turn it."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose answers")
    model = MODELS / f"undertone-en-{parser.parse_args(arguments).build}.onnx"
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    answers = [_answer(session, clip) for clip in SPOKEN + RECORDED]
    (FOLDER / "expected.json").write_text(json.dumps(answers, indent=2) + "\n")
    for answer in answers:
        print(answer)


def _answer(session: onnxruntime.InferenceSession, clip: Clip) -> dict:
    """`label` only where the model agrees with the listener: the tests guard what works, the evaluation says how often it does."""
    file = f"{clip.name}.wav"
    pcm, _ = soundfile.read(FOLDER / file, dtype="float32")
    window = np.pad(pcm, (0, WINDOW_SAMPLES - len(pcm)))[None]
    feeds = {"pcm": window, "state": new_states(session, 1)}
    sentiment, speech = (output[0] for output in session.run(["sentiment", "speech"], feeds))
    second, first = np.sort(sentiment)[1:]
    agreed = clip.label == LABELS[int(sentiment.argmax())] and first - second >= MARGIN
    return {
        "file": file,
        "sentiment": [round(float(value), 5) for value in sentiment],
        "speech": round(float(speech), 5),
        "label": clip.label if agreed else None,
    }
