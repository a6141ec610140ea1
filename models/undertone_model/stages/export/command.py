"""Export a build of stage 2: quantized graph and manifest, undertone-en-BUILD.onnx and .json.

python -m undertone_model export --work DIR --config open
"""

import json
from collections.abc import Sequence
from pathlib import Path

from undertone_model.command_line import config_parser, configuration
from undertone_model.stages.asr.word_pieces import load_pieces
from undertone_model.stages.classifier.artefacts import load_classifier
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.manifest import describe
from undertone_model.stages.export.pieces import keep_pieces
from undertone_model.stages.export.quantize import quantize
from undertone_model.training.train import Stage
from undertone_model.workspace import MODELS, artefact, pieces_file, present

STAGE = Stage("export", ())
MAX_BYTES = 9_000_000
FLOAT = "float.onnx"
"""In the folder of the run: the graph before it is quantized."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = config_parser(__doc__, needs=("work",))
    parser.add_argument("--out", type=Path, default=MODELS, help="folder for the model and its manifest")
    options = parser.parse_args(arguments)
    config = configuration(options)
    inputs = {
        "classifier": artefact(options.work, "classifier", config.build, options.run),
        "pieces": present(pieces_file(options.work), "asr"),
    }
    with STAGE.run(options, config, inputs, leaves=None) as run:
        trained = load_classifier(options.work, config.build, options.run)
        export_graph(trained.network(), run.folder / FLOAT)
        model = options.out / f"undertone-en-{config.build}.onnx"
        quantize(run.folder / FLOAT, model)
        keep_pieces(model, load_pieces(options.work).to_str())
        manifest = describe(model, config.build, trained.speech_threshold, trained.data, trained.figures)
        if manifest["bytes"] > MAX_BYTES:
            raise SystemExit(f"{model.name} has {manifest['bytes']} bytes, more than {MAX_BYTES}")
        model.with_suffix(".json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        print(f"{model}: {manifest['bytes']} bytes, sha256 {manifest['sha256']}")
        run.finish()
