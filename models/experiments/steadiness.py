"""What steadier labels of real talk cost: fusion is changed after it was fitted, and judged on all that it weighs.

    python -m experiments.steadiness --work DIR --config open

Of validation. `talk` is the share of neutral Common Voice with another label, and with one above 0.6; `begun later` the share of labels that differ when
the same recording begins half a second later, of the window and of the last 30 s; `a minute` how often each changes.
"""

import json
from argparse import Namespace
from copy import deepcopy

import numpy as np
import torch
from tqdm import tqdm

from undertone_model.command_line import config_parser, configuration
from undertone_model.contract import WINDOW_SAMPLES
from undertone_model.data.store import load_table, read_clip
from undertone_model.evaluation.sdk.recording import ToneEvent, analyzed
from undertone_model.evaluation.sets import REAL_WORDS
from undertone_model.evaluation.steady import SHIFT, change_figures
from undertone_model.network.fusion import Fusion
from undertone_model.stages.export.assembly import assembled
from undertone_model.stages.fusion.command import gathered
from undertone_model.stages.fusion.examples import together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit
from undertone_model.stages.speech_head.artefacts import load_speech_head

TALK = (REAL_WORDS, "librispeech_part")
"""People who play nothing; the meetings and the call of the corpora are tests."""
NEUTRAL = (0.1, 0.15, 0.2, 0.3)
STILL = (0.6, 0.7)


def main() -> None:
    options = config_parser(__doc__).parse_args()
    config = configuration(options)
    torch.set_num_threads(1)
    kinds = gathered(options.work, config, options.run, "experiments.steadiness")
    learned = together([kinds[kind] for kind in config.fusion.shares], list(config.fusion.shares.values()))
    fitted = fit(learned, config.fusion.still, config.fusion.iterations)
    trials = {"as fitted": fitted} | {f"neutral + {more}": moved(fitted, more) for more in NEUTRAL}
    trials |= {f"still {still}": fit(learned, still, config.fusion.iterations) for still in STILL}
    talk = Talk(options, config.build)
    for name, fusion in trials.items():
        lines = {(line["kind"], line["corpus"]): line for kind, part in kinds.items() for line in figures(kind, fusion, part)}
        print(json.dumps({"trial": name} | of_clips(lines) | talk.changes(fusion)), flush=True)


def moved(fusion: Fusion, neutral: float) -> Fusion:
    changed = deepcopy(fusion)
    changed.neutral += neutral
    return changed


def of_clips(lines: dict) -> dict:
    whole = [line for (kind, _), line in lines.items() if kind == "moved" and {"negative", "neutral", "positive"} <= set(line)]
    plain = lines["plain", REAL_WORDS]
    return {
        "moved": mean([line["UAR"] for line in whole]),
        "negative, positive recall": [mean([line[label] for line in whole]) for label in ("negative", "positive")],
        "calibration error": mean([line["calibration error"] for line in whole]),
        "words": lines["flat", "synthetic"]["UAR"],
        "everyday": lines["everyday", "everyday"]["accuracy"],
        "talk": [plain["neutral as other"], plain["strongly"]],
    }


class Talk:
    """Recordings of talk, each twice, the second time begun later. What fusion is asked is computed once."""

    def __init__(self, options: Namespace, build: str):
        table = load_table(options.work)
        mine = table[(table["split"] == "valid") & table["corpus"].isin(TALK) & (table["samples"] >= WINDOW_SAMPLES + SHIFT)]
        network = assembled(options.work, build, options.run)
        self._threshold = load_speech_head(options.work, options.run).threshold
        self._streams = [
            tuple(self._asked(network, pcm[begin:]) for begin in (0, SHIFT))
            for row in tqdm(mine.drop_duplicates("clip").itertuples(), total=len(mine), mininterval=10)
            for pcm in [read_clip(row)]
        ]

    @torch.inference_mode()
    def _asked(self, network, pcm: np.ndarray) -> tuple[np.ndarray, list]:
        """The recording, and of each window what fusion is given and the probability of speech."""
        asked = []
        hook = network.fusion.register_forward_pre_hook(lambda _, given: asked.append(given))

        def follow(windows: np.ndarray, states: np.ndarray | None = None) -> tuple:
            given = (
                torch.zeros(len(windows), network.voice_channel.emotions.in_features + 1) if states is None else torch.from_numpy(states)
            )
            sentiment, speech, state = network(torch.from_numpy(windows), given)
            asked[-1] = (*asked[-1], speech)
            return sentiment.numpy(), speech.numpy(), state.numpy()

        list(analyzed(follow, self._threshold, pcm))
        hook.remove()
        return pcm, asked

    def changes(self, fusion: Fusion) -> dict:
        report = change_figures([tuple(self._events(fusion, *half) for half in pair) for pair in self._streams])
        return {"begun later": [round(report[of]["shifted"]["value"], 3) for of in ("window", "recent")]} | {
            "a minute": [round(report[of]["flips_a_minute"], 1) for of in ("window", "recent")]
        }

    @torch.inference_mode()
    def _events(self, fusion: Fusion, pcm: np.ndarray, asked: list) -> list[ToneEvent]:
        windows = iter(asked)

        def follow(batch: np.ndarray, states: np.ndarray | None = None) -> tuple:
            voice, words, confidence, speech = next(windows)
            return fusion(voice, words, confidence).softmax(1).numpy(), speech.numpy(), np.zeros((len(batch), 1), np.float32)

        return list(analyzed(follow, self._threshold, pcm))


def mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 3)


if __name__ == "__main__":
    main()
