"""The corpora: what each may be used for, what its clips are and how it is split.

How they are split is a definition, and no run changes it: models, baselines and reports compare because they were tested on the same
speakers, of whom none of them learned.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Corpus:
    """One corpus.

    `split_by`: column whose values never cross splits (every clip is its own group without one). `balance_by`:
    column whose values should be on every side. `fractions`: shares of train, valid and test, or the one split that
    takes all. `only` and `fixed` are pandas queries on the csv: which clips are used at all, and which belong to a
    split whatever the fractions say. `language` of all clips; "" where the csv names that of each. `origin`: whose its
    emotions are."""

    name: str
    use: str = "open"
    kind: str = "speech"
    language: str = ""
    split_by: str = "clip"
    balance_by: str | None = None
    fractions: tuple[float, float, float] | str = (0.6, 0.2, 0.2)
    emotional: bool = False
    origin: str = "acted"
    only: str | None = None
    fixed: dict[str, str] = field(default_factory=dict)


def _acted(name: str, language: str, use: str, **details) -> Corpus:
    fractions = "test" if use == "test" else (0.6, 0.2, 0.2)
    return Corpus(name, use, "speech", language, "speaker", "gender", fractions, emotional=True, **details)


CORPORA = (
    Corpus("commonvoice_dev", language="en", split_by="transcript", fractions=(0.75, 0.1, 0.15)),
    # The base model was trained on LibriSpeech's train part, so only test-other can test it.
    Corpus(
        "librispeech_part",
        language="en",
        split_by="speaker",
        fractions=(0.9, 0.1, 0.0),
        fixed={"test": 'subset == "test-other"'},
    ),
    # A role has more than one actor, and an actor more than one role.
    Corpus("foq_talkie", language="en", fractions="train"),
    _acted("emodb", "de", "open"),
    _acted("nemo", "pl", "research"),
    _acted("ased", "am", "research"),
    # Clips without a speaker train. Those of the web service may be by a speaker who tests, and are left out.
    _acted(
        "emospeech_in",
        "en-IN/hi",
        "research",
        only='place != "webservice" or speaker != ""',
        fixed={"train": 'speaker == ""'},
    ),
    _acted("emotiontts_ko", "ko", "research"),
    _acted("turev", "tr", "test"),
    _acted("urdu", "ur", "test"),
    _acted("deeply_krs", "ko", "test"),
    # A neutral sentence in English and in German; surprise, which may be pleasant or not, is left out. A recogniser has told which of the
    # English clips say it. The German words are not understood anyway. Digits compare as text here.
    _acted("moss_synth", "", "test", origin="synthetic", only='label_raw != "surprise" and (language == "de" or asr_wer <= "0.25")'),
    Corpus("deeply_nvv", "test", "nonverbal", fractions="test"),
    # Meeting excerpts share speakers with each other, so they are kept whole.
    Corpus("ami_pyannote", language="en", fractions="test"),
    Corpus("aws_lca", language="en", fractions="test"),
    Corpus("esc10", kind="noise", split_by="recording", balance_by="emotion"),
    Corpus("noise_moodist", kind="noise"),
    Corpus("noise_blanket", kind="noise"),
    Corpus("noise_speech_commands_bg", kind="noise"),
    Corpus("noise_keystrokes_zoom", kind="noise"),
    Corpus("noise_hold_music", kind="music"),
    Corpus("nonspeech_sonicpi", kind="music"),
    Corpus("rir_surrey", kind="rir", fractions="train", only='label_raw != "UniS_Anechoic"'),
    Corpus("rir_webaudio", kind="rir"),
)

# Sounds made by a human mouth that are no words.
NONVERBAL = {"baby cry", "person sneeze"}

# Recordings in which people may be heard talking or singing: neither speech nor safely its absence.
UNCERTAIN = {
    *("coffee-shop", "city", "train", "dude_miaowing", "urban/crowd", "urban/busy-street", "transport/inside-a-train"),
    *(f"places/{place}" for place in ("crowded-bar", "restaurant", "carousel", "church", "temple")),
    "things/tuning-radio",
    *(f"music_or_sfx/{kind}" for kind in ("ambi", "bass", "mehackit", "vinyl", "misc")),
}
