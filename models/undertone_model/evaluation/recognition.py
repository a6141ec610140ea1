"""Word error rate and label accuracy of the decoder, before stage 1, as trained and after it, as `interpolate` left it; and once `ctc-head` has
run, the error rate of the word pieces that are heard with the encoder that ships. What a linear probe knows of the label of words, for each encoder.

    python -m undertone_model evaluate-asr --work DIR --config open --split valid --clips 200

Common Voice is compared with its transcripts. The LibriSpeech excerpts have none: there the words are compared with those that the base
model writes, which says how far stage 1 moved, not how good either is. `--split test` once, when everything is chosen. Of a model taken apart by
`unpack` the decoder that stage 1 trained is not known: after it, the base's writes on the encoder that ships.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import jiwer
import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer
from torch import Tensor

from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import LABELS, SAMPLE_RATE
from undertone_model.data.store import load_table, read_clip
from undertone_model.data.table import thinned
from undertone_model.evaluation.probe import probe
from undertone_model.evaluation.sets import WORDS
from undertone_model.network.ctc_head import CTCHead, greedy_ctc_decode
from undertone_model.network.recogniser import START, Recogniser
from undertone_model.stages.asr.artefacts import load_interpolated, load_stage, load_trained
from undertone_model.stages.asr.word_pieces import load_pieces, spell
from undertone_model.stages.base_weights.load import load_recogniser
from undertone_model.stages.base_weights.tokenizer import label_tokens, load_tokenizer
from undertone_model.workspace import MissingArtefact, artefact, base_folder, run_folder

logger = logging.getLogger(__name__)

BATCH = 8
LONGEST_SECONDS = 15
NORMALISE = jiwer.Compose(
    [
        jiwer.ToLowerCase(),
        jiwer.SubstituteRegexes({r"[^a-z0-9' ]": " "}),
        jiwer.RemoveMultipleSpaces(),
        jiwer.Strip(),
        jiwer.ReduceToListOfListOfWords(),
    ]
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = config_parser(__doc__)
    parser.add_argument("--split", choices=("valid", "test"), default="valid", help="clips to measure on")
    parser.add_argument("--clips", type=int, default=200, help="at most so many clips of each corpus")
    parser.add_argument("--probed", type=int, default=600, help="at most so many spoken sentences to learn from, and to ask for")
    options = parser.parse_args(arguments)
    configuration(options)
    torch.set_num_threads(1)
    table = load_table(options.work)
    asked = table[(table["split"] == options.split) & (table["samples"] < LONGEST_SECONDS * SAMPLE_RATE)]
    clips = {corpus: asked[asked["corpus"] == corpus].head(options.clips) for corpus in ("commonvoice_dev", "librispeech_part", WORDS)}
    spoken = [rows[rows["corpus"] == WORDS].pipe(thinned, options.probed) for rows in (table[table["split"] == "train"], asked)]
    models = recognisers(options.work, options.run)
    writer = Writer(base_folder(options.work))
    read = {name: {corpus: writer.write(model, clips[corpus]) for corpus in list(clips)[:2]} for name, model in models.items()}
    report = {
        "clips": {corpus: len(rows) for corpus, rows in clips.items()},
        "commonvoice_wer": {
            name: word_error_rate(clips["commonvoice_dev"]["transcript"].tolist(), read[name]["commonvoice_dev"]) for name in read
        },
        "librispeech_drift": {
            name: word_error_rate(read["before"]["librispeech_part"], read[name]["librispeech_part"]) for name in models if name != "before"
        },
    }
    if "trained" in models:
        report["synthetic_label_recall"] = {
            name: writer.label_recall(model, clips[WORDS]) for name, model in models.items() if name != "before"
        }
    shipped = shipping(options.work, options.run)
    if shipped:
        models["shipped"], pieces = shipped[0], load_pieces(options.work)
        report["piece_error_rate"] = {corpus: piece_error_rate(*shipped, pieces, clips[corpus]) for corpus in ("commonvoice_dev", WORDS)}
    report["synthetic_label_probe_by_layer"] = {name: probe(model, *spoken) for name, model in models.items()}
    file = run_folder(options.work, "interpolate", name=options.run) / f"{options.split}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2))
    print(json.dumps(report, indent=2))


def recognisers(work: Path, run: str | None) -> dict[str, Recogniser]:
    """Each whose decoder can write on its encoder: of before stage 1, as trained if that is there, and after it."""
    models = {"before": load_recogniser(base_folder(work))}
    try:
        models["trained"], _ = load_trained(artefact(work, "asr", name=run), load_recogniser(base_folder(work)))
    except MissingArtefact:
        logger.info("the decoder that stage 1 trained is not there")
    models["after"], _ = load_interpolated(work, run)
    return models


def shipping(work: Path, run: str | None) -> tuple[Recogniser, CTCHead] | None:
    """The recogniser whose encoder ships, and which no decoder has learned to read, and the CTC head."""
    try:
        return load_stage(work, run)
    except MissingArtefact:
        return None


class Writer:
    """Writes clips down with a recogniser."""

    def __init__(self, base: Path):
        self._tokenizer = load_tokenizer(base / "tokenizer.bin")
        self._labels = label_tokens(self._tokenizer)

    def write(self, recogniser: Recogniser, clips: pd.DataFrame) -> list[str]:
        """The words of each clip, without the label."""
        rows = [row for pcm in _batches(clips) for row in recogniser.greedy(pcm, most=80)]
        labels = set(self._labels.values())
        return [self._tokenizer.decode(row[1:] if row and row[0] in labels else row) for row in rows]

    @torch.inference_mode()
    def label_recall(self, recogniser: Recogniser, clips: pd.DataFrame) -> float:
        """Unweighted average recall of the likeliest of the three label tokens."""
        order = [self._labels[label] for label in LABELS]
        logits = [recogniser(pcm, torch.full((len(pcm), 1), START))[:, 0, order] for pcm in _batches(clips)]
        guesses = np.array(LABELS)[torch.cat(logits).argmax(1).numpy()]
        hits = guesses == clips["label"].to_numpy()
        return float(np.mean([hits[clips["label"] == label].mean() for label in LABELS]))


def _batches(clips: pd.DataFrame) -> list[Tensor]:
    pcm = [torch.from_numpy(read_clip(row)) for row in clips.itertuples()]
    return [torch.nn.utils.rnn.pad_sequence(pcm[i : i + BATCH], batch_first=True) for i in range(0, len(pcm), BATCH)]


@torch.inference_mode()
def piece_error_rate(recogniser: Recogniser, ctc_head: CTCHead, pieces: Tokenizer, clips: pd.DataFrame) -> float:
    """Of the pieces that the CTC head decodes against those of the transcript, as a word error rate of them."""
    references = [" ".join(map(str, spell(pieces, text))) for text in clips["transcript"]]
    logits = [ctc_head(*recogniser.encode(torch.from_numpy(read_clip(row))[None]))[0][0] for row in clips.itertuples()]
    return jiwer.wer(references, [" ".join(map(str, greedy_ctc_decode(of_clip))) for of_clip in logits])


def word_error_rate(reference: list[str], hypothesis: list[str]) -> float:
    return jiwer.wer(reference, hypothesis, reference_transform=NORMALISE, hypothesis_transform=NORMALISE)
