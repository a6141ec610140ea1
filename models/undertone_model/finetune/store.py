"""The fine-tuned model and its manifest, as the SDK loads them."""

import hashlib
import json
import re
from pathlib import Path

import onnx

from undertone_model.builds import USES
from undertone_model.finetune.base import Base, Judge
from undertone_model.finetune.errors import FinetuneError
from undertone_model.finetune.verdict import Figures, Verdict
from undertone_model.stages.export.figures import of_stage
from undertone_model.workspace import replacing

FILE_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)
"""What the SDK takes for a name of a file."""
SHIPPED = {f"undertone-en-{build}" for build in USES}


def model_file(out: Path) -> Path:
    """Of `--out`, with or without `.onnx`."""
    file = out if out.suffix == ".onnx" else out.with_name(f"{out.name}.onnx")
    if not FILE_NAME.fullmatch(file.name) or file.stem == "":
        raise FinetuneError("bad-name", f"--out {out}: the SDK takes letters, digits, dots, dashes and underscores in a model's name")
    if file.stem in SHIPPED:
        raise FinetuneError("bad-name", f"--out {out}: {file.stem} is a model that ships. Give the new one a name of its own")
    return file


def write_model(base: Base, judge: Judge, file: Path, data: dict, found: Figures, verdict: Verdict, command: str) -> None:
    """`data`: the entry of one's own clips in the manifest's list."""
    graph = base.with_judge(judge)
    onnx.checker.check_model(graph)
    with replacing(file) as partial:
        onnx.save(graph, partial)
    manifest = described(base.manifest, file, data, found, verdict, command)
    with replacing(file.with_suffix(".json")) as partial:
        partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def described(before: dict, file: Path, data: dict, found: Figures, verdict: Verdict, command: str) -> dict:
    """Contract, threshold, licence and data are inherited. Of the base's figures only those of speech presence are still true."""
    content = file.read_bytes()
    who = f"{data['speakers']} speakers of {data['name']}"
    measured = [
        {"metric": "UAR", "value": round(part.value, 3), "ci": [round(part.low, 3), round(part.high, 3)], "data": f"{who}, {whose}"}
        | {"n": data["clips"], "command": command}
        for part, whose in ((found.before, f"by {before['name']} as it was"), (found.after, "each held out from what is learned"))
    ]
    return before | {
        "name": file.stem,
        "version": f"{before['version'].partition('+')[0]}+finetuned",
        "file": file.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "fineTuned": {
            "from": before["name"],
            "version": before["version"],
            "sha256": before["sha256"],
            "clips": data["clips"],
            "speakers": data["speakers"],
            "gainShown": verdict is Verdict.GAIN,
        },
        "data": [*before["data"], {name: value for name, value in data.items() if name != "speakers"}],
        "figures": of_stage(before["figures"], "speech-head") + measured,
    }
