"""Bring what version 0.10.1 or earlier left in a work folder to where this one looks for it.

    python -m undertone_model convert --work DIR

Tables, audio and base weights stay where they are. Nothing old is changed or deleted, nothing new is overwritten, and running it again does
no harm. What is converted counts as done: how far an earlier training had come in its examples was not kept, so none goes on. Of a classifier
the part that tells speech becomes the speech head; `voice` and `fusion` make what takes the place of the rest.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from undertone_model.builds import USES
from undertone_model.network.earlier import SENTIMENT, current
from undertone_model.network.earlier import attentive_head as head_of
from undertone_model.stages.export.figures import of_stage
from undertone_model.stages.features.cache import FILES
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.training.run import CONVERTED
from undertone_model.workspace import WEIGHTS, pieces_file, replacing, run_folder, stage_parser

State = dict[str, Tensor]
SPEECH_FACT = 1
"""Where it stood among a window's label, speech, kind and call."""


def main(arguments: Sequence[str] | None = None) -> None:
    work = stage_parser(__doc__, needs=("work",)).parse_args(arguments).work
    for line in convert(work):
        print(line)


def convert(work: Path) -> Iterator[str]:
    """What was converted, line by line."""
    yield from _taken(work, "asr/pieces.json", pieces_file(work))
    yield from _weights(work, "labels/labeller.pt", "pseudo-labels", None, lambda state: state)
    yield from _taken(work, "labels/transcripts.parquet", run_folder(work, "pseudo-labels") / "transcripts.parquet")
    yield from _weights(work, "reading/reader.pt", "lexical-head", None, lambda state: state)
    yield from _taken(work, "reading/sentences.parquet", run_folder(work, "lexical-head") / "sentences.parquet")
    for build in USES:
        yield from _weights(work, f"pretrain/{build}/checkpoint.pt", "pretrain", build, _pretrained)
        yield from _weights(work, f"asr/{build}/checkpoint.pt", "asr", build, _trained)
        yield from _weights(work, f"asr/{build}/restored.pt", "interpolate", build, _trained)
        yield from _taken(work, f"asr/{build}/data.json", run_folder(work, "interpolate", build) / "data.json")
        yield from _weights(work, f"asr/{build}/hearing.pt", "ctc-head", build, partial(_heard, work, build))
        yield from _features(work, build)
        yield from _weights(work, f"classifier/{build}/undertone.pt", "speech-head", build, _speech_head)
    for old in sorted((work / "runs").glob(f"classifier-*/{WEIGHTS}")):
        build, _, name = old.parent.name.removeprefix("classifier-").partition("-")
        yield from _weights(work, str(old.relative_to(work)), "speech-head", build, _speech_head, name)


def _pretrained(state: dict) -> dict[str, State]:
    return {part: _part(state["model"], f"{part}.") for part in ("front_end", "encoder")}


def _trained(state: dict) -> dict[str, State]:
    """Of stage 1, as trained or part of the way back; letters and sentiment head are in the former only."""
    parts = {"recogniser": "recogniser.", "ctc_head": "words.", "letters": "letters.", "sentiment_head": "judge."}
    states = {name: _part(state["model"], prefix) for name, prefix in parts.items()}
    states["sentiment_head"] = head_of(states["sentiment_head"], SENTIMENT)
    return {name: part for name, part in states.items() if part}


def _heard(work: Path, build: str, state: dict) -> dict[str, State]:
    """The encoder was frozen when the CTC head learned."""
    encoder = _part(torch.load(work / f"asr/{build}/restored.pt")["model"], "recogniser.encoder.")
    return {"encoder": encoder, "ctc_head": state["words"]}


def _speech_head(trained: dict) -> dict:
    state = current(trained["state"])
    temperature, figures = float(state["speech_temperature"]), of_stage(trained["figures"], "speech-head")
    return asdict(SpeechHead(_part(state, "speech_head."), temperature, trained["speech_threshold"], figures))


def _part(state: State, prefix: str) -> State:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def _weights(work: Path, old: str, stage: str, build: str | None, renew: Callable[[dict], dict], name: str | None = None) -> Iterator[str]:
    source, folder = work / old, run_folder(work, stage, build, name)
    if not source.exists() or (folder / WEIGHTS).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(renew(torch.load(source, map_location="cpu")), folder / WEIGHTS)
    _record(folder, stage, old, name)
    yield f"{old} -> {folder.relative_to(work) / WEIGHTS}"


def _features(work: Path, build: str) -> Iterator[str]:
    folder = run_folder(work, "features", build)
    for split in ("valid", "train"):
        progress = work / "features" / build / split / "progress.json"
        facts = json.loads(progress.read_text()) if progress.exists() else None
        # An unfinished cache is of no use: which windows come next was another's decision.
        if not facts or facts["done"] < facts["windows"]:
            continue
        *same, speech = FILES
        for file in same:
            yield from _taken(work, f"features/{build}/{split}/{file}", folder / split / file)
        windows = np.fromfile(work / "features" / build / split / "facts.int16", np.int16).reshape(facts["windows"], -1)
        windows[:, SPEECH_FACT].astype(np.uint8).tofile(folder / split / speech)
        counts = {"done": facts["done"], "windows": facts["windows"], "pooled_frames": facts["steps"]}
        with replacing(folder / split / "progress.json") as partial:
            partial.write_text(json.dumps(counts))
        _record(folder, "features", f"features/{build}")


def _taken(work: Path, old: str, target: Path) -> Iterator[str]:
    """The same file in its new place: a second name for it where the file system has such."""
    if not (work / old).exists() or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(work / old, target)
    except OSError:
        shutil.copyfile(work / old, target)
    yield f"{old} -> {target.relative_to(work)}"


def _record(folder: Path, stage: str, old: str, name: str | None = None) -> None:
    facts = {"stage": stage, "name": name or None, "seed": None, "state": CONVERTED, "converted_from": old, "sessions": []}
    (folder / "run.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
