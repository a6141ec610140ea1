"""What stage 0 is worth: a linear probe on tone and the word error rate, with the base weights and with those of stage 0.

    python -m experiments.pretraining --work DIR --config open --clips 600

The probe sees the mean and spread of each layer's frames over a clip; it learns from training speakers of all emotional corpora that may
train a build and is measured on validation speakers. The words are written by the base decoder, with stage 0's front end alone (the part
that is kept) and with its encoder too.
"""

import json

import pandas as pd
import torch

from undertone_model.builds import USES
from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import load_table
from undertone_model.evaluation.probe import probe
from undertone_model.evaluation.recognition import Writer, word_error_rate
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.pretrain.artefacts import load_pretrained
from undertone_model.workspace import base_folder

LONGEST_SECONDS = 10


def main() -> None:
    parser = config_parser(__doc__)
    parser.add_argument(
        "--clips", type=int, default=600, help="clips to probe with, of training and of validation; a sixth as many to write"
    )
    options = parser.parse_args()
    configuration(options)
    torch.set_num_threads(1)
    table = load_table(options.work)
    tone = table[(table["origin"] == "acted") & table["use"].isin(USES["research"]) & (table["samples"] < LONGEST_SECONDS * SAMPLE_RATE)]
    learn, check = (tone[tone["split"] == split].pipe(_some, options.clips) for split in ("train", "valid"))
    read = table[(table["corpus"] == "commonvoice_dev") & (table["split"] == "valid")].pipe(_some, options.clips // 6)
    names = ("base", "front end of stage 0", "front end and encoder of stage 0")
    base, front_end, both = (load_recogniser(base_folder(options.work)) for _ in names)
    load_pretrained(options.work, options.run, front_end=front_end.front_end)
    load_pretrained(options.work, options.run, front_end=both.front_end, encoder=both.encoder)
    writer = Writer(base_folder(options.work))
    report = {"clips": {"probe learns": len(learn), "probe": len(check), "words": len(read)}}
    for name, recogniser in zip(names, (base, front_end, both)):
        report[name] = {
            "probe UAR by layer": probe(recogniser, learn, check),
            "word error rate": round(word_error_rate(read["transcript"].tolist(), writer.write(recogniser, read)), 3),
        }
    print(json.dumps(report, indent=2))


def _some(clips: pd.DataFrame, most: int) -> pd.DataFrame:
    return clips.sample(min(most, len(clips)), random_state=0)


if __name__ == "__main__":
    main()
