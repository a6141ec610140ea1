"""Every kind of training, made small: few clips, few steps, the network at its size."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from undertone_model.config import Config, load_config
from undertone_model.config.base import Loop
from undertone_model.contract import LABELS
from undertone_model.data.augmentation.chain import Augmenter
from undertone_model.network.attentive_head import AttentiveHead
from undertone_model.network.ctc_head import CTCHead
from undertone_model.network.encoder import LAYERS, WIDTH, Encoder
from undertone_model.network.front_end import FrontEnd
from undertone_model.network.lexical_head import LexicalHead
from undertone_model.network.recogniser import Recogniser, untrained_decoder
from undertone_model.stages.asr.ctc_head import CtcTask, deepened
from undertone_model.stages.asr.examples import Examples
from undertone_model.stages.asr.task import AsrTask
from undertone_model.stages.asr.word_pieces import learn_pieces
from undertone_model.stages.base_weights.tokenizer import LABEL_PIECES
from undertone_model.stages.features.cache import Features
from undertone_model.stages.lexical_head.simulation import SimulatedPieces
from undertone_model.stages.lexical_head.task import LexicalTask
from undertone_model.stages.pretrain.audio import Audio
from undertone_model.stages.pretrain.task import PretrainTask
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller
from undertone_model.stages.pseudo_labels.task import LabellerTask
from undertone_model.stages.speech_head.task import SpeechTask
from undertone_model.training.task import Task, stream

CPU = torch.device("cpu")
SETTINGS = (
    "augmentation.simulated_rooms=1",
    "pseudo_labels.batch_size=3",
    "pretrain.batch_size=1",
    "asr.examples.batch_size=2",
    "asr.examples.pool=2",
    "ctc_head.examples.batch_size=2",
    "ctc_head.examples.pool=2",
    "ctc_head.loop.accumulate=2",
    "lexical_head.batch_size=4",
    "speech_head.batch_size=4",
    "speech_head.epochs=2",
)
TEXTS = {"negative": "I hate {}, it is awful", "neutral": "They moved {} on Tuesday", "positive": "I love {}, it is great"}
THINGS = ("this", "that", "the car")


@dataclass
class Tiny:
    """A training, its loop and how many steps it takes; it saves at its end alone, so that what stops it must save."""

    task: Task
    loop: Loop
    steps: int


def tiny_config(*settings: str) -> Config:
    stages = ("pseudo_labels", "pretrain", "asr", "ctc_head", "lexical_head", "speech_head")
    loops = [f"{stage}.loop.{key}={value}" for stage in stages for key, value in (("log_every", 2), ("save_every", 100))]
    steps = [f"{stage}.steps=3" for stage in ("pretrain", "asr", "ctc_head", "lexical_head")]
    return load_config(settings=[*SETTINGS, *loops, *steps, *settings])


def pretrain(table: pd.DataFrame, config: Config, _: Path) -> Tiny:
    clips = table[(table["split"] == "train") & (table["kind"] == "speech")]
    audio = Audio(clips, Augmenter(table, config.augmentation), config.pretrain, config.seed)
    return Tiny(PretrainTask(FrontEnd(), Encoder(), audio.batches, config.pretrain, config.seed, CPU), config.pretrain.loop, 3)


def asr(table: pd.DataFrame, config: Config, folder: Path) -> Tiny:
    batches = _examples(table, config, config.asr.examples, folder)
    return Tiny(AsrTask(_recogniser(), batches, config.asr, CPU), config.asr.loop, 3)


def ctc_head(table: pd.DataFrame, config: Config, folder: Path, workers: int = 1) -> Tiny:
    batches = _examples(table, config, config.ctc_head.examples, folder, workers)
    head = deepened(CTCHead(layers=0), config.ctc_head.dropout)
    return Tiny(CtcTask(_recogniser(), head, batches, config.ctc_head, CPU), config.ctc_head.loop, 3)


def pseudo_labels(_: pd.DataFrame, config: Config, __: Path) -> Tiny:
    task = LabellerTask(SentimentLabeller(config.pseudo_labels.most_tokens), _texts(), config.pseudo_labels, config.seed, CPU)
    return Tiny(task, config.pseudo_labels.loop, task.steps)


def lexical_head(_: pd.DataFrame, config: Config, folder: Path) -> Tiny:
    texts = _texts()
    known = pd.concat([texts["text"], pd.get_dummies(texts["label"])[list(LABELS)].astype(float)], axis=1)
    simulated = SimulatedPieces(known, _pieces(folder), config.lexical_head.simulation, seed=config.seed)
    task = LexicalTask(LexicalHead(config.lexical_head.dropout), simulated, config.lexical_head, CPU)
    return Tiny(task, config.lexical_head.loop, 3)


def speech_head(_: pd.DataFrame, config: Config, __: Path) -> Tiny:
    learn, check = _features(0), _features(1)
    task = SpeechTask(AttentiveHead(1, config.speech_head.dropout), learn, check, config.speech_head, config.seed, CPU)
    return Tiny(task, config.speech_head.loop, task.steps)


KINDS: dict[str, Callable[[pd.DataFrame, Config, Path], Tiny]] = {
    make.__name__: make for make in (pretrain, asr, ctc_head, pseudo_labels, lexical_head, speech_head)
}


def _recogniser() -> Recogniser:
    return Recogniser(FrontEnd(), Encoder(), untrained_decoder()).eval()


def _texts() -> pd.DataFrame:
    rows = [{"text": text.format(thing), "label": label} for label, text in TEXTS.items() for thing in THINGS]
    return pd.DataFrame(rows)


def _pieces(folder: Path) -> Tokenizer:
    return learn_pieces(_texts()["text"], folder / "word-pieces.json")


def _examples(table: pd.DataFrame, config: Config, settings, folder: Path, workers: int = 1) -> Callable:
    clips = table[(table["split"] == "train") & (table["kind"] == "speech")]
    words = sorted({word for text in clips["transcript"] for word in text.split()})
    vocabulary = {word: number for number, word in enumerate(["<unk>", "<s>", "</s>", *LABEL_PIECES.values(), *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    shares, augmenter = np.full(len(clips), 1 / len(clips)), Augmenter(table, config.augmentation)
    examples = Examples(clips, shares, tokenizer, _pieces(folder), augmenter, settings, config.seed, "tiny")
    return lambda start: stream(examples, start, workers)


def _features(seed: int, windows: int = 12, frames: int = 4) -> Features:
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(windows, LAYERS + 1, frames, WIDTH)).astype(np.float16)
    speech = np.array([1 if i % 5 else 0 for i in range(windows)], np.uint8)
    return Features(features, np.ones((windows, frames), np.uint8), speech)
