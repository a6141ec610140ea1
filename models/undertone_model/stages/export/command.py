"""Export a build: the network put together, quantized, and its manifest, undertone-en-BUILD.onnx and .json.

    python -m undertone_model export --work DIR --config open

The manifest names the licence of every corpus. Those that no unpacked model names are read from the corpora's folder (--data).
"""

import json
from collections.abc import Sequence
from pathlib import Path

from undertone_model.command_line import config_parser, configuration
from undertone_model.data.store import load_table, table_files
from undertone_model.stages.asr.word_pieces import load_pieces
from undertone_model.stages.export.assembly import assembled, parts
from undertone_model.stages.export.figures import figures
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.manifest import describe
from undertone_model.stages.export.pieces import keep_pieces
from undertone_model.stages.export.quantize import quantize
from undertone_model.stages.export.sources import earlier_data, sources
from undertone_model.stages.speech_head.artefacts import load_speech_head
from undertone_model.training.train import Stage
from undertone_model.workspace import MODELS, pieces_file, present

STAGE = Stage("export", (), per_build=True)
MAX_BYTES = 9_000_000
FLOAT = "float.onnx"
"""In the folder of the run: the graph before it is quantized."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = config_parser(__doc__, needs=("work",))
    parser.add_argument("--out", type=Path, default=MODELS, help="folder for the model and its manifest")
    options = parser.parse_args(arguments)
    config = configuration(options)
    of_run = options.work, config.build, options.run
    inputs = parts(*of_run) | {"pieces": present(pieces_file(options.work), "asr")} | table_files(options.work)
    with STAGE.run(options, config, inputs, leaves=None) as run:
        data = sources(load_table(options.work), config.build, earlier_data(*of_run), options.data)
        export_graph(assembled(*of_run), run.folder / FLOAT)
        options.out.mkdir(parents=True, exist_ok=True)
        model = options.out / f"undertone-en-{config.build}.onnx"
        quantize(run.folder / FLOAT, model)
        keep_pieces(model, load_pieces(options.work).to_str())
        manifest = describe(model, config.build, load_speech_head(options.work, options.run).threshold, data, figures(*of_run))
        if manifest["bytes"] > MAX_BYTES:
            raise SystemExit(f"{model.name} has {manifest['bytes']} bytes, more than {MAX_BYTES}")
        model.with_suffix(".json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        print(f"{model}: {manifest['bytes']} bytes, sha256 {manifest['sha256']}")
        run.finish()
