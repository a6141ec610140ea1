"""Sections about audio: how it is changed, cut and synthesised."""

from typing import Literal

from pydantic import model_validator

from undertone_model.config.base import Choices, Count, CountRange, Positive, Range, Section, Share, Shares

Voice = Literal["hibari", "flite_slt", "flite_awb", "flite_kal", "flite_rms", "espeak", "joe"]
"""The voices of `synthesis.voices`."""


class Augmentation(Section):
    """What a call does to a voice. Shares are of clips; each range is drawn from evenly. What is neither telephone nor low-passed keeps its
    band. Of simulated rooms: speaker and microphone are `room_wall_metres` from the walls at least; `room_reflections`: the most that are
    followed; `room_else`: absorption and reflections of rooms whose size and reverberation Sabine's formula cannot bring together.
    `noise_seconds`: shorter noises lie under no voice."""

    room_share: Share
    real_room_share: Share
    simulated_rooms: Count
    room_metres: tuple[tuple[float, float, float], tuple[float, float, float]]
    room_wall_metres: Positive
    room_reflections: Count
    room_else: tuple[Share, Count]
    reverberation_seconds: Range
    noise_share: Share
    noise_seconds: float
    noise_db: Range
    hiss_share: Share
    level_db: Range
    clipped_share: Share
    clipped_to: Range
    telephone_share: Share
    low_pass_share: Share
    low_pass_hertz: Choices[Positive]
    opus_share: Share
    opus_kbps: Choices[Count]


class Placement(Section):
    """Where a clip lies in a silent window: at most `lost_share` of it, and never more than `lost_seconds`, is lost at an edge."""

    lost_share: Share
    lost_seconds: float


class Windows(Section):
    """How clips are laid into windows. `alone_share`: of speech, a clip by itself, the rest between others of the same speaker and label;
    `first_share`: first windows of a stream, of which half is filled; `sparse_share`: of what is no speech, hiss alone; `corpus_power`: of
    the size of a corpus of what is no speech, to which its clips come in proportion."""

    placement: Placement
    alone_share: Share
    speeds: Choices[Positive]
    pause_seconds: Range
    first_share: Share
    corpus_power: Share
    sparse_share: Share
    sparse_db: Range
    excerpt_share: Share
    nonspeech_room_share: Share
    nonspeech_db: Range


class Presence(Section):
    """Windows with and without speech, of which thresholds are chosen. `clips`: of each corpus of speech and kind of vocal sound, at most;
    `snrs_db`: of each voice, beside the voice alone; `background_seconds`: shorter noises lie under no voice; `excerpt_seconds`: of longer
    noises a part is taken, shorter ones lie in silence; `excerpts`: of one noise, at most; `level_db`: of a window; `low_pass_share`: of
    windows that lose what is above `low_pass_hertz`."""

    clips: Count
    snrs_db: list[int]
    background_seconds: float
    excerpt_seconds: float
    excerpts: Count
    placement: Placement
    level_db: Range
    low_pass_share: Share
    low_pass_hertz: Positive


class Hibari(Section):
    """`tract_at_mean`: of a voice as high as hibari's own; `tract_by_pitch`: added for each factor e of pitch above it; `tract_spread`: of
    draws around both; `tract`: their bounds."""

    pitch_hertz: Range
    tract: Range
    tract_at_mean: Positive
    tract_by_pitch: float
    tract_spread: float
    pace: Range
    liveliness: Range


class Flite(Section):
    tract: Range
    pace: Range


class Espeak(Section):
    accents: Choices[str]
    variants: Choices[str]
    tract: Range
    words_per_minute: CountRange
    pitch: CountRange


class Joe(Section):
    pace: Range


class Voices(Section):
    """Who says how large a share of each split."""

    train: Shares[Voice]
    valid: Shares[Voice]
    test: Shares[Voice]

    @model_validator(mode="after")
    def _no_voice_in_two_splits(self) -> "Voices":
        names = [*self.train, *self.valid, *self.test]
        if len(set(names)) < len(names):
            raise ValueError("a voice is in two splits")
        return self


class Synthesis(Section):
    """Utterances of each part, which words they have, who says them and up to which peak, of full scale."""

    train: Count
    valid: Count
    test: Count
    dialogue: Count
    everyday: Count
    everyday_test: Count
    words: CountRange
    peak: Share
    save_every: Count
    voices: Voices
    hibari: Hibari
    flite: Flite
    espeak: Espeak
    joe: Joe
