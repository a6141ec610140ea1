"""How well the lexical head reads: macro-F1 on people's labels, from perfect pieces and from such as are heard, beside the labeller's from the text.

    python -m experiments.lexical_head --work DIR --data DIR

Sentences that neither learned from and that a slow speaker can say within a window, drawn so that the labels are equally frequent.
"""

import json

import pandas as pd
import torch

from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import LABELS, SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.texts import read_goemotions, read_meld, spoken_form
from undertone_model.metrics import macro_f1
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.stages.asr.word_pieces import load_pieces
from undertone_model.stages.lexical_head.artefacts import load_lexical_head
from undertone_model.stages.lexical_head.simulation import SimulatedPieces
from undertone_model.stages.pseudo_labels.labeller import load_labeller

BATCH = 64


def main() -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--sentences", type=int, default=1_600, help="drawn from each corpus")
    options = parser.parse_args()
    settings = configuration(options).lexical_head.simulation
    torch.set_num_threads(1)
    labeller, head, pieces = (
        load_labeller(options.work, options.run),
        load_lexical_head(options.work, options.run),
        load_pieces(options.work),
    )
    most_letters = int(settings.letters_per_second[0] * WINDOW_SAMPLES / SAMPLE_RATE)
    report = {}
    for name, read in {"goemotions_dev": read_goemotions, "meld_dev": read_meld}.items():
        texts = read(options.data, "dev")
        texts = equally_often(texts[texts["text"].str.len() <= most_letters], options.sentences)
        truth = texts["label"].map(LABELS.index).to_numpy()
        written = {"labeller, as written": texts["text"], "labeller, as spoken": texts["text"].map(spoken_form)}
        report[name] = {form: macro_f1(truth, labeller.probabilities(list(of_form)).argmax(1)) for form, of_form in written.items()}
        for hearing in ("perfect", "as heard"):
            report[name][hearing] = macro_f1_of(
                head, SimulatedPieces(with_targets(texts), pieces, settings, perfect=hearing == "perfect"), options.sentences
            )
    print(json.dumps(report, indent=2))


def equally_often(texts: pd.DataFrame, size: int) -> pd.DataFrame:
    """About `size` of them, each label as often."""
    return texts.groupby("label").sample(size // len(LABELS), replace=True, random_state=0)


def with_targets(texts: pd.DataFrame) -> pd.DataFrame:
    """The probabilities of the labels that people gave: 0 and 1."""
    return pd.concat([texts["text"], pd.get_dummies(texts["label"])[list(LABELS)].astype(float)], axis=1)


@torch.inference_mode()
def macro_f1_of(head: LexicalHead, simulated: SimulatedPieces, size: int) -> float:
    """On `size` draws."""
    drawn = [simulated.batch(index, BATCH) for index in range(-(-size // BATCH))]
    guesses = torch.cat([head(pieces, mask).argmax(1) for pieces, mask, _ in drawn])
    return macro_f1(torch.cat([labels.argmax(1) for *_, labels in drawn]).numpy(), guesses.numpy())


if __name__ == "__main__":
    main()
