"""How well the reader reads: macro-F1 on people's labels, from perfect pieces and from such as are heard, beside the labeller's from the text.

    python -m experiments.lexical_head --work DIR --data DIR

Sentences that neither learned from and that a slow speaker can say within a window, drawn so that the labels are equally frequent.
"""

import json

import pandas as pd
import torch
from tokenizers import Tokenizer

from undertone_model.contract import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.texts import read_goemotions, read_meld, spoken_form
from undertone_model.metrics import macro_f1
from undertone_model.network.lexical_head import Reader
from undertone_model.stages.asr.artefacts import pieces_file
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.lexical_head.artefacts import load_reader
from undertone_model.stages.lexical_head.simulation import LETTERS_PER_SECOND, Reading
from undertone_model.stages.pseudo_labels.labeller import labeller_file, load_labeller
from undertone_model.workspace import stage_parser

BATCH = 64
MOST_LETTERS = int(LETTERS_PER_SECOND[0] * WINDOW_SAMPLES / SAMPLE_RATE)


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--sentences", type=int, default=1_600, help="drawn from each corpus")
    options = parser.parse_args()
    torch.set_num_threads(1)
    labeller = load_labeller(labeller_file(options.work))
    reader, pieces = load_reader(options.work).eval(), learn_pieces([], pieces_file(options.work))
    report = {}
    for name, read in {"goemotions_dev": read_goemotions, "meld_dev": read_meld}.items():
        texts = read(options.data, "dev")
        texts = equally_often(texts[texts["text"].str.len() <= MOST_LETTERS], options.sentences)
        truth = texts["label"].map(LABELS.index).to_numpy()
        written = {"labeller, as written": texts["text"], "labeller, as spoken": texts["text"].map(spoken_form)}
        report[name] = {form: macro_f1(truth, labeller.probabilities(list(of_form)).argmax(1)) for form, of_form in written.items()}
        for hearing in ("perfect", "as heard"):
            report[name][hearing] = read_by(reader, pieces, texts, options.sentences, perfect=hearing == "perfect")
    print(json.dumps(report, indent=2))


def equally_often(texts: pd.DataFrame, size: int) -> pd.DataFrame:
    """About `size` of them, each label as often."""
    return texts.groupby("label").sample(size // len(LABELS), replace=True, random_state=0)


@torch.inference_mode()
def read_by(reader: Reader, pieces: Tokenizer, texts: pd.DataFrame, size: int, perfect: bool) -> float:
    """The reader's macro-F1 on `size` draws."""
    known = pd.concat([texts["text"], pd.get_dummies(texts["label"])[list(LABELS)].astype(float)], axis=1)
    reading = Reading(known, pieces, perfect=perfect)
    drawn = [reading.batch(BATCH) for _ in range(-(-size // BATCH))]
    guesses = torch.cat([reader(words, mask).argmax(1) for words, mask, _ in drawn])
    return macro_f1(torch.cat([labels.argmax(1) for *_, labels in drawn]).numpy(), guesses.numpy())


if __name__ == "__main__":
    main()
