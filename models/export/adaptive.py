"""Export the variant that adapts to the speaker, quantized, beside the checkpoint: it does not ship until it is worth its second file.

    python -m export.adaptive --work DIR --build open
"""

import torch

from builds import USES
from classifier.checkpoint import load_checkpoint
from export.graph import export_adaptive_graph
from export.quantize import quantize
from network.adaptation import Adaptation
from network.adaptive import AdaptiveUndertone
from paths import stage_parser


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which build")
    options = parser.parse_args()
    folder = options.work / "classifier" / options.build
    network = AdaptiveUndertone(load_checkpoint(options.work, options.build).network(), Adaptation())
    network.load_state_dict(torch.load(folder / "adaptive.pt"))
    export_adaptive_graph(network, folder / "adaptive-float.onnx")
    quantize(folder / "adaptive-float.onnx", folder / "adaptive.onnx")
    print(f"{folder / 'adaptive.onnx'}: {(folder / 'adaptive.onnx').stat().st_size} bytes")


if __name__ == "__main__":
    main()
