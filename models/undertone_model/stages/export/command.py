"""Export a build of stage 2: quantized graph and manifest, undertone-en-BUILD.onnx and .json.

python -m undertone_model export --work DIR --build open
"""

import json
from pathlib import Path

from undertone_model.stages.asr.artefacts import pieces_file
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.classifier.artefacts import load_checkpoint
from undertone_model.stages.export.graph import export_graph
from undertone_model.stages.export.manifest import LICENCES, describe
from undertone_model.stages.export.pieces import keep_pieces
from undertone_model.stages.export.quantize import quantize
from undertone_model.workspace import MODELS, stage_parser

MAX_BYTES = 9_000_000


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=LICENCES, default="open", help="which data the weights were trained on")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder for the model and its manifest")
    options = parser.parse_args()
    checkpoint = load_checkpoint(options.work, options.build)
    float_graph = options.work / "classifier" / options.build / "float.onnx"
    export_graph(checkpoint.network(), float_graph)
    model = options.out / f"undertone-en-{options.build}.onnx"
    quantize(float_graph, model)
    keep_pieces(model, learn_pieces([], pieces_file(options.work)).to_str())
    manifest = describe(model, options.build, checkpoint.speech_threshold, checkpoint.data, checkpoint.figures)
    if manifest["bytes"] > MAX_BYTES:
        raise SystemExit(f"{model.name} has {manifest['bytes']} bytes, more than {MAX_BYTES}")
    model.with_suffix(".json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    print(f"{model}: {manifest['bytes']} bytes, sha256 {manifest['sha256']}")


if __name__ == "__main__":
    main()
