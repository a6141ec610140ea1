"""Sections about audio: how it is changed, cut and synthesised."""

from pydantic import Field, model_validator

from undertone_model.config.base import Count, Range, Section, Share, Shares


class Augmentation(Section):
    """What a call does to a voice. Shares are of clips; each range is drawn from evenly. What is neither telephone nor low-passed keeps its
    band."""

    room_share: Share
    real_room_share: Share
    simulated_rooms: Count
    room_metres: tuple[tuple[float, float, float], tuple[float, float, float]]
    reverberation_seconds: Range
    noise_share: Share
    noise_db: Range
    hiss_share: Share
    level_db: Range
    clipped_share: Share
    clipped_to: Range
    telephone_share: Share
    low_pass_share: Share
    low_pass_hertz: list[float]
    opus_share: Share
    opus_kbps: list[int]


class Windows(Section):
    """How clips are laid into windows. `alone_share`: of speech, a clip by itself, the rest between others of the same speaker and label;
    `first_share`: first windows of a stream, of which half is filled; `sparse_share`: of what is no speech, hiss alone."""

    alone_share: Share
    speeds: list[float]
    pause_seconds: Range
    first_share: Share
    sparse_share: Share
    sparse_db: Range
    excerpt_share: Share
    nonspeech_room_share: Share
    nonspeech_db: Range


class Calls(Section):
    """Windows of one speaker in a row; a speaker with fewer clips has no call."""

    windows: Count
    fewest_clips: Count


class Hibari(Section):
    pitch_hertz: Range
    tract: Range
    tract_spread: float
    pace: Range
    liveliness: Range


class Flite(Section):
    tract: Range
    pace: Range


class Espeak(Section):
    tract: Range
    words_per_minute: tuple[int, int]
    pitch: tuple[int, int]


class Joe(Section):
    pace: Range


class Synthesis(Section):
    """Utterances of each part, which words they have, and who says how large a share of each split."""

    train: int = Field(ge=0)
    valid: int = Field(ge=0)
    test: int = Field(ge=0)
    dialogue: int = Field(ge=0)
    words: tuple[int, int]
    save_every: Count
    voices: dict[str, Shares]
    hibari: Hibari
    flite: Flite
    espeak: Espeak
    joe: Joe

    @model_validator(mode="after")
    def _no_voice_in_two_splits(self) -> "Synthesis":
        names = [voice for shares in self.voices.values() for voice in shares]
        if len(set(names)) < len(names):
            raise ValueError("a voice is in two splits")
        return self
