"""The whole configuration: one section for what stages share, and one for each stage."""

from typing import Literal

from pydantic import Field

from undertone_model.config.base import Section
from undertone_model.config.data import Augmentation, Synthesis, Windows
from undertone_model.config.stages import (
    Asr,
    CtcHead,
    Features,
    Fusion,
    Interpolate,
    LexicalHead,
    Pretrain,
    PseudoLabels,
    SpeechHead,
    Voice,
)


class Config(Section):
    """`build`: which data may train `voice` and `fusion`; all other stages are the same in both builds."""

    build: Literal["open", "research"]
    seed: int = Field(ge=0, lt=2**32)
    augmentation: Augmentation
    windows: Windows
    synthesis: Synthesis
    pseudo_labels: PseudoLabels
    pretrain: Pretrain
    asr: Asr
    interpolate: Interpolate
    ctc_head: CtcHead
    lexical_head: LexicalHead
    features: Features
    speech_head: SpeechHead
    voice: Voice
    fusion: Fusion
