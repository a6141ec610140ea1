"""Windows with and without speech, at several signal-to-noise ratios: what thresholds of speech presence are chosen and judged on."""

import numpy as np
import pandas as pd

from undertone_model.config import load_config
from undertone_model.config.data import Presence
from undertone_model.contract import SAMPLE_RATE, WINDOW_SAMPLES
from undertone_model.data.augmentation.channel import level, low_pass
from undertone_model.data.augmentation.room import add_noise, noise_excerpt
from undertone_model.data.store import read_clip
from undertone_model.data.table import thinned
from undertone_model.data.windows import placed

_FAMILIES = {
    "hold music": ("noise_hold_music",), "music": ("nonspeech_sonicpi",), "typing": ("noise_keystrokes_zoom",),
    "environment": ("esc10", "noise_moodist", "noise_blanket", "noise_speech_commands_bg"),
}  # fmt: skip


def speech_windows(table: pd.DataFrame, split: str, settings: Presence | None = None) -> tuple[pd.DataFrame, np.ndarray]:
    """Facts (clip, snr, family, truth) and the windows `[n, 80000]`. Speech of many corpora, alone and over noise of
    the same split; noises and music alone; vocal sounds that are no words (truth -1). Without `settings` they are those
    of the configuration `open`, on which all models are compared; they are the same whatever the seed."""
    settings = settings or load_config().speech_head.calibration.presence
    rng = np.random.default_rng(0)
    mine = table[table["split"] == split]
    speech = mine[(mine["kind"] == "speech") & mine["speech"].fillna(False) & (mine["origin"] != "synthetic")]
    noise = mine[mine["kind"].isin(["noise", "music"]) & ~mine["speech"].fillna(True)]
    backgrounds = list(noise[noise["samples"] > settings.background_seconds * SAMPLE_RATE].itertuples())
    facts, windows = [], []

    def add(row, window: np.ndarray, family: str, truth: int, snr: float | None = None):
        window = level(window, rng.uniform(*settings.level_db))
        window = low_pass(window, settings.low_pass_hertz) if rng.random() < settings.low_pass_share else window
        windows.append(np.clip(window, -1, 1).astype(np.float32))
        name = f"{split}/{row.clip}/{len(facts)}"
        facts.append({"clip": name, "snr": "clean" if snr is None else f"{snr} dB", "family": family, "truth": truth})

    for corpus, rows in speech.groupby("corpus"):
        for row in thinned(rows, settings.clips).itertuples():
            window = placed(read_clip(row), rng, settings.placement)
            for snr in (None, *settings.snrs_db):
                over = read_clip(backgrounds[rng.integers(len(backgrounds))])
                add(row, window if snr is None else add_noise(window, over, snr, rng), corpus, 1, snr)
    for family, corpora in _FAMILIES.items():
        for row in noise[noise["corpus"].isin(corpora)].itertuples():
            for _ in range(min(1 + row.samples // WINDOW_SAMPLES, settings.excerpts)):
                pcm = read_clip(row)
                long = len(pcm) > settings.excerpt_seconds * SAMPLE_RATE
                add(row, noise_excerpt(pcm, WINDOW_SAMPLES, rng) if long else placed(pcm, rng, settings.placement), family, 0)
    for sound, rows in mine[mine["kind"] == "nonverbal"].groupby("emotion"):
        for row in thinned(rows, settings.clips).itertuples():
            add(row, placed(read_clip(row), rng, settings.placement), sound, -1)
    return pd.DataFrame(facts), np.stack(windows)
