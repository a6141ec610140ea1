"""What stage 0 is worth: a linear probe on tone and the word error rate, with the base weights and with those of stage 0.

    python -m experiments.pretraining --work DIR --build open --clips 600

The probe sees the mean and spread of each layer's frames over a clip; it learns from training speakers of all emotional corpora that may
train a build and is measured on validation speakers. The words are written by the base decoder, with stage 0's front end alone (the part
that is kept) and with its encoder too.
"""

import json

import pandas as pd
import torch

from undertone_model.builds import USES
from undertone_model.data.store import load_table
from undertone_model.evaluation.probe import probe
from undertone_model.evaluation.recognition import Writer, word_error_rate
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.pretrain.artefacts import checkpoint_file, load_pretrained
from undertone_model.workspace import stage_parser


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="whose stage 0")
    parser.add_argument(
        "--clips", type=int, default=600, help="clips to probe with, of training and of validation; a sixth as many to write"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    table = load_table(options.work)
    tone = table[(table["origin"] == "acted") & table["use"].isin(USES["research"]) & (table["samples"] < 10 * 16_000)]
    learn, check = (tone[tone["split"] == split].pipe(_some, options.clips) for split in ("train", "valid"))
    read = table[(table["corpus"] == "commonvoice_dev") & (table["split"] == "valid")].pipe(_some, options.clips // 6)
    base, file = options.work / "base", checkpoint_file(options.work, options.build)
    variants = {
        "base": load_recogniser(base),
        "front end of stage 0": load_recogniser(base),
        "front end and encoder of stage 0": load_recogniser(base),
    }
    load_pretrained(file, front_end=variants["front end of stage 0"].front_end)
    both = variants["front end and encoder of stage 0"]
    load_pretrained(file, front_end=both.front_end, encoder=both.encoder)
    writer = Writer(base)
    report = {"clips": {"probe learns": len(learn), "probe": len(check), "words": len(read)}}
    for name, recogniser in variants.items():
        report[name] = {
            "probe UAR by layer": probe(recogniser, learn, check),
            "word error rate": round(word_error_rate(read["transcript"].tolist(), writer.write(recogniser, read)), 3),
        }
    file.with_name("evaluation.json").write_text(json.dumps(report, indent=2))
    print(json.dumps(report, indent=2))


def _some(clips: pd.DataFrame, most: int) -> pd.DataFrame:
    return clips.sample(min(most, len(clips)), random_state=0)


if __name__ == "__main__":
    main()
