"""The manifest's figures, as the runs recorded them: metric, value, data, n, command, and an interval where one was computed."""

import json
from collections.abc import Iterator
from pathlib import Path

from undertone_model.stages.speech_head.artefacts import load_speech_head
from undertone_model.training.record import repeatable
from undertone_model.workspace import artefact

KEPT = "figures.json"
"""In a run's folder: what `unpack` left there of a model's manifest."""
SPEECH = "speech presence"
OLD, PAST = " classifier ", " (version 0.10.1)"
"""The command that gave them before, and what stands behind it since it is gone."""
KINDS = {
    "moved": "moved voices of corpora that are left out, beside plain English words of others",
    "foreign": "moved voices of corpora that are left out, in languages that are not understood",
    "flat": "sentences in flat voices, labelled by their words",
}
MEASURES = {"UAR": "UAR", "calibration error": "expected calibration error"}


def figures(work: Path, build: str, name: str | None = None) -> list[dict]:
    parts = [load_speech_head(work, name).figures]
    for stage, entries in (("voice", _voice), ("fusion", _fusion)):
        folder = artefact(work, stage, build, name).parent
        run = (folder / "run.json").exists()
        parts.append([entry | _command(folder) for entry in entries(_measured(folder))] if run else json.loads((folder / KEPT).read_text()))
    return [entry for part in parts for entry in part]


def of_stage(entries: list[dict], stage: str) -> list[dict]:
    """Of a manifest's figures those that `stage` gave; those of speech presence, the speech head, whatever it was called."""
    if stage == "speech-head":
        mine = [entry for entry in entries if entry["metric"].startswith(SPEECH)]
        return [
            entry | {"command": entry["command"].removesuffix(PAST) + PAST if OLD in entry["command"] else entry["command"]}
            for entry in mine
        ]
    return [entry for entry in entries if f" {stage} " in f"{entry['command']} "]


def _measured(folder: Path) -> list[dict]:
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    # A run that was stopped and begun again has measured twice.
    return list({tuple(value for value in line.values() if isinstance(value, str)): line for line in lines}.values())


def _command(folder: Path) -> dict[str, str]:
    return {"command": repeatable(json.loads((folder / "run.json").read_text())["sessions"][0]["command"])}


def _voice(lines: list[dict]) -> Iterator[dict]:
    for line in lines:
        data = f"acted voices of {line['left_out']}, which is left out of what is learned, each speaker's clips as one stream"
        yield {"metric": "UAR of the voice alone", "value": line["UAR"], "data": data, "n": line["clips"]}


def _fusion(lines: list[dict]) -> Iterator[dict]:
    for kind, meaning in KINDS.items():
        mine = [line for line in lines if line["kind"] == kind]
        corpora = ", ".join(line["corpus"] for line in mine)
        for measure, metric in MEASURES.items():
            mean = sum(line[measure] for line in mine) / len(mine)
            size = sum(line["examples"] for line in mine)
            yield {
                "metric": metric,
                "value": round(mean, 3),
                "data": f"{meaning}; fusion's numbers were fitted on them; mean over {corpora}",
                "n": size,
            }
