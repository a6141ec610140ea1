"""Sections of the stages that learn."""

from typing import Literal

from pydantic import Field

from undertone_model.config.base import Count, Entries, Loop, Positive, Range, Section, Share, Shares, SpecAugment
from undertone_model.config.data import Presence


class PseudoLabels(Section):
    """The text labeller, and which of its labels are kept. `pool`: batches sorted by length together; `calibrating_dialogues`: one of so
    many of MELD's training dialogues calibrates; `most_tokens`: of a text, what is behind them is cut off; `limit`: only so many texts and
    clips, null for all. A transcript is written for clips that have none: up to `spare_tokens` and `tokens_per_second` of the clip."""

    epochs: Count
    batch_size: Count
    pool: Count
    learning_rate: Positive
    weight_decay: float
    warm_up_share: Share
    frozen_layers: int = Field(ge=0)
    most_tokens: Count
    spoken_share: Share
    calibrating_dialogues: Count
    confidence: Share
    spare_tokens: Count
    tokens_per_second: Positive
    limit: Count | None
    loop: Loop


class Pretrain(Section):
    """Stage 0. `corpus_power`: of a corpus's size, in proportion to which its clips are drawn; `span_frames`: hidden in a row; `noise`: in
    their place."""

    steps: Count
    batch_size: Count
    learning_rate: Positive
    betas: tuple[float, float]
    weight_decay: float
    warm_up: Count
    corpus_power: Share
    augmented_share: Share
    span_frames: Count
    masked_share: Share
    noise: Positive
    codes: Count
    code_width: Count
    loop: Loop


class Examples(Section):
    """Clips of stage 1 as batches. `pool`: batches drawn together and sorted by length; `corpus_power`: of a corpus's size, in proportion to
    which its clips are drawn; `rates`: slowest and fastest."""

    batch_size: Count
    pool: Count
    longest_seconds: Positive
    corpus_power: Share
    augmented_share: Share
    rates: Range


class Asr(Section):
    """Stage 1. `decoded`: the decoder writes one clip of so many; `weights`: of the losses by name, a loss that is left out teaches nothing;
    `final_share`: of the learning rates, at the end."""

    steps: Count
    examples: Examples
    unlabelled_share: Share
    fixed_layers: int = Field(ge=0)
    encoder_rate: Positive
    decoder_rate: Positive
    fresh_rate: Positive
    betas: tuple[float, float]
    weight_decay: float
    warm_up: Count
    final_share: Share
    decoded: Count
    weights: Entries[Literal["label", "words", "pieces", "letters", "sentiment"], float]
    dropout: Share
    standardised_batches: Count
    spec_augment: SpecAugment
    loop: Loop


class Interpolate(Section):
    """`trained_share`: of the way from the base weights to the trained ones; `typical_clips`: of each corpus, on which rounding changes
    little; `damping`: of the mean square of the inputs, added to each one's, so that what few clips do not tell is left to the weights."""

    trained_share: Share
    typical_clips: Count
    damping: Positive


class CtcHead(Section):
    """The CTC head's own layers and the encoder's above the `fixed_layers`. `weights`: of the losses by name; `warm_up_share`: of the steps, in
    which the learning rates rise."""

    steps: Count
    examples: Examples
    fixed_layers: int = Field(ge=0)
    encoder_rate: Positive
    learning_rate: Positive
    weights: Entries[Literal["pieces", "letters"], float]
    weight_decay: float
    warm_up_share: Share
    dropout: Share
    spec_augment: SpecAugment
    loop: Loop


class Sentences(Section):
    """`calls`: sentences of service calls, some of them alike; `varied`: sentences with words replaced. `unchanged_share`: none replaced; `cut_share`: only a stretch of at least `cut_words` is taken;
    `replaced`: of a sentence's words; `follows_share`: of replacements by a word that follows the one before somewhere, and of the others
    `frequent_share` by a word in proportion to its frequency to the `frequency_power`; `rarest`: words used less often replace none."""

    calls: Count
    varied: Count
    unchanged_share: Share
    cut_share: Share
    cut_words: Count
    replaced: Range
    follows_share: Share
    frequent_share: Share
    frequency_power: Share
    rarest: Count


class Simulation(Section):
    """Word pieces as a CTC head decodes them. `lost_share`: of what is too long for the window, the most that is lost at its beginning;
    `probability`: of a decoded piece; `background_share`: windows that sound all through."""

    letters_per_second: Range
    lost_share: Share
    confused_share: Share
    missed_share: Share
    probability: Range
    background_share: Share


class LexicalHead(Section):
    """The lexical head on sentences that the text labeller has labelled. `warm_up_share`: of the steps, in which the learning rate rises;
    `embedding_spread`: of the piece embeddings that it begins with."""

    sentences: Sentences
    simulation: Simulation
    steps: Count
    batch_size: Count
    learning_rate: Positive
    weight_decay: float
    warm_up_share: Share
    dropout: Share
    embedding_spread: Positive
    loop: Loop


class Features(Section):
    """Windows of each split, with and without speech, and the shares of their kinds."""

    train: Count
    valid: Count
    shares: Shares[Literal["tone", "words", "text", "speech", "nonspeech"]]


class Voice(Section):
    """The voice channel. `prior_seconds`: of speech, as which ordinary speech counts in the centre of a speaker's statistics; `ridge`: of the
    squared weights; `quiet`: of the spread of the scores over ordinary speakers; `iterations`: of the solver, at most."""

    prior_seconds: Positive
    ridge: Positive
    quiet: float = Field(ge=0)
    iterations: Count


class Fusion(Section):
    """`shares`: of the kinds of example in what is fitted; `still`: up to which a probability that a voice is not neutral says nothing; `most_clips`: of a corpus whose words are foreign; `iterations`: of the solver."""

    shares: Shares[Literal["moved", "foreign", "flat", "plain"]]
    still: float = Field(ge=0, lt=1)
    most_clips: Count
    iterations: Count


class Calibration(Section):
    """`false_alarms`: share of windows without speech that may pass; `thresholds`: the lowest and the highest; `presence`: these windows."""

    false_alarms: Share
    thresholds: Range
    presence: Presence


class SpeechHead(Section):
    """`warm_up_share`: of the steps, in which the learning rate rises; `average`: of the running mean of the weights, for the weights of the
    step before; `standardised_windows`: whose mean and spread of the features are taken."""

    epochs: Count
    batch_size: Count
    learning_rate: Positive
    weight_decay: float
    warm_up_share: Share
    dropout: Share
    average: Share
    standardised_windows: Count
    spec_augment: SpecAugment
    calibration: Calibration
    loop: Loop
