"""Bring what an earlier version left in a work folder to where this one looks for it.

    python -m undertone_model convert --work DIR

Tables, audio and base weights stay where they are. Nothing old is changed or deleted, nothing new is overwritten, and running it again does
no harm. What is converted counts as done: how far an earlier training had come in its examples was not kept, so none goes on. Of a classifier
the part that tells speech becomes the speech head; `voice` and `fusion` make what takes the place of the rest. Each build had an encoder of its
own: that of `open` becomes the one of both.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from undertone_model.builds import SHARED, USES
from undertone_model.network.earlier import SENTIMENT, current
from undertone_model.network.earlier import attentive_head as head_of
from undertone_model.stages.export.figures import of_stage
from undertone_model.stages.features.cache import FILES, SPLITS
from undertone_model.stages.speech_head.artefacts import SpeechHead
from undertone_model.training.run import CONVERTED
from undertone_model.workspace import WEIGHTS, artefact, pieces_file, replacing, run_folder, stage_parser

State = dict[str, Tensor]
PER_BUILD = ("pretrain", "asr", "interpolate", "ctc-head", "features", "speech-head")
"""Stages of which each build had runs of its own, and which both share now."""
SPEECH_FACT = 1
"""Where it stood among a window's label, speech, kind and call."""


def main(arguments: Sequence[str] | None = None) -> None:
    work = stage_parser(__doc__, needs=("work",)).parse_args(arguments).work
    for line in convert(work):
        print(line)


def convert(work: Path) -> Iterator[str]:
    """What was converted, line by line, and what was left out."""
    yield from _taken(work, "asr/pieces.json", pieces_file(work))
    yield from _weights(work, "labels/labeller.pt", "pseudo-labels", lambda state: state)
    yield from _taken(work, "labels/transcripts.parquet", run_folder(work, "pseudo-labels") / "transcripts.parquet")
    yield from _weights(work, "reading/reader.pt", "lexical-head", lambda state: state)
    yield from _taken(work, "reading/sentences.parquet", run_folder(work, "lexical-head") / "sentences.parquet")
    for stage in PER_BUILD:
        yield from _runs(work, stage)
    yield from _weights(work, f"pretrain/{SHARED}/checkpoint.pt", "pretrain", _pretrained)
    yield from _weights(work, f"asr/{SHARED}/checkpoint.pt", "asr", _trained)
    yield from _weights(work, f"asr/{SHARED}/restored.pt", "interpolate", _trained)
    yield from _taken(work, f"asr/{SHARED}/data.json", run_folder(work, "interpolate") / "data.json")
    yield from _weights(work, f"asr/{SHARED}/hearing.pt", "ctc-head", partial(_heard, work))
    yield from _features(work)
    yield from _weights(work, f"classifier/{SHARED}/undertone.pt", "speech-head", _speech_head)
    for old, name in _named(work, "classifier", SHARED):
        yield from _weights(work, str((old / WEIGHTS).relative_to(work)), "speech-head", _speech_head, name)
    yield from _left_out(work)


def _runs(work: Path, stage: str) -> Iterator[str]:
    """Those of a stage that each build had of its own, with all that lies in their folders."""
    for old, name in _named(work, stage, SHARED):
        folder, record = run_folder(work, stage, name=name), old / "run.json"
        facts = json.loads(record.read_text()) if record.exists() else None
        # What `unpack` left has no record. A training that has not come to its end goes on nowhere.
        unfinished = facts and facts["state"] not in ("done", CONVERTED)
        if folder.exists() or unfinished or (stage == "features" and not (old / SPLITS[-1] / FILES[-1]).exists()):
            continue
        for file in old.rglob("*"):
            if file.is_file() and file not in (record, old / "config.yaml"):
                _same_file(file, folder / file.relative_to(old))
        if facts:
            converted = {"state": CONVERTED, "converted_from": str(old.relative_to(work))}
            (folder / "run.json").write_text(json.dumps(facts | converted, indent=2) + "\n")
        if stage == "ctc-head":
            _with_encoder(work, folder / WEIGHTS, name)
        yield f"{old.relative_to(work)} -> {folder.relative_to(work)}"


def _with_encoder(work: Path, file: Path, name: str) -> None:
    """A CTC head that was alone, as its encoder was frozen when it learned."""
    state = torch.load(file, map_location="cpu")
    if "encoder" not in state:
        encoder = _part(torch.load(artefact(work, "interpolate", name=name), map_location="cpu")["recogniser"], "encoder.")
        with replacing(file) as whole:
            torch.save({"encoder": encoder, "ctc_head": state}, whole)


def _left_out(work: Path) -> Iterator[str]:
    for build in USES.keys() - {SHARED}:
        runs = [folder for stage in (*PER_BUILD, "classifier") for folder, _ in _named(work, stage, build)]
        folders = [work / kind / build for kind in ("pretrain", "asr", "features", "classifier")]
        for old in (*filter(Path.exists, folders), *runs):
            yield f"{old.relative_to(work)} is left out: {build} has the encoder and the speech head of {SHARED} now"


def _named(work: Path, stage: str, build: str) -> list[tuple[Path, str]]:
    """Folders of the runs that a stage had for a build, and their names, "" for none."""
    start = f"{stage}-{build}"
    folders = sorted(folder for pattern in (start, f"{start}-*") for folder in (work / "runs").glob(pattern))
    return [(folder, folder.name.removeprefix(start).removeprefix("-")) for folder in folders]


def _pretrained(state: dict) -> dict[str, State]:
    return {part: _part(state["model"], f"{part}.") for part in ("front_end", "encoder")}


def _trained(state: dict) -> dict[str, State]:
    """Of stage 1, as trained or part of the way back; letters and sentiment head are in the former only."""
    parts = {"recogniser": "recogniser.", "ctc_head": "words.", "letters": "letters.", "sentiment_head": "judge."}
    states = {name: _part(state["model"], prefix) for name, prefix in parts.items()}
    states["sentiment_head"] = head_of(states["sentiment_head"], SENTIMENT)
    return {name: part for name, part in states.items() if part}


def _heard(work: Path, state: dict) -> dict[str, State]:
    """The encoder was frozen when the CTC head learned."""
    encoder = _part(torch.load(work / f"asr/{SHARED}/restored.pt")["model"], "recogniser.encoder.")
    return {"encoder": encoder, "ctc_head": state["words"]}


def _speech_head(trained: dict) -> dict:
    state = current(trained["state"])
    temperature, figures = float(state["speech_temperature"]), of_stage(trained["figures"], "speech-head")
    return asdict(SpeechHead(_part(state, "speech_head."), temperature, trained["speech_threshold"], figures))


def _part(state: State, prefix: str) -> State:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def _weights(work: Path, old: str, stage: str, renew: Callable[[dict], dict], name: str | None = None) -> Iterator[str]:
    source, folder = work / old, run_folder(work, stage, name=name)
    if not source.exists() or (folder / WEIGHTS).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(renew(torch.load(source, map_location="cpu")), folder / WEIGHTS)
    _record(folder, stage, old, name)
    yield f"{old} -> {folder.relative_to(work) / WEIGHTS}"


def _features(work: Path) -> Iterator[str]:
    folder = run_folder(work, "features")
    for split in ("valid", "train"):
        progress = work / "features" / SHARED / split / "progress.json"
        facts = json.loads(progress.read_text()) if progress.exists() else None
        # An unfinished cache is of no use: which windows come next was another's decision.
        if not facts or facts["done"] < facts["windows"]:
            continue
        *same, speech = FILES
        for file in same:
            yield from _taken(work, f"features/{SHARED}/{split}/{file}", folder / split / file)
        windows = np.fromfile(work / "features" / SHARED / split / "facts.int16", np.int16).reshape(facts["windows"], -1)
        windows[:, SPEECH_FACT].astype(np.uint8).tofile(folder / split / speech)
        counts = {"done": facts["done"], "windows": facts["windows"], "pooled_frames": facts["steps"]}
        with replacing(folder / split / "progress.json") as partial:
            partial.write_text(json.dumps(counts))
        _record(folder, "features", f"features/{SHARED}")


def _taken(work: Path, old: str, target: Path) -> Iterator[str]:
    """The same file in its new place: a second name for it where the file system has such."""
    if not (work / old).exists() or target.exists():
        return
    _same_file(work / old, target)
    yield f"{old} -> {target.relative_to(work)}"


def _same_file(old: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, target)
    except OSError:
        shutil.copyfile(old, target)


def _record(folder: Path, stage: str, old: str, name: str | None = None) -> None:
    facts = {"stage": stage, "name": name or None, "seed": None, "state": CONVERTED, "converted_from": old, "sessions": []}
    (folder / "run.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
