"""What fusion is worth on a corpus of which its own numbers know nothing either, and what those of open are worth if only open's own corpus fits them.

python -m experiments.left_out_fusion --work DIR --config open

The first line of each kind has fusion as it ships: fitted on the answers to all corpora that the voice channel was judged on. The second is fitted anew
without the corpus that is judged. The third, of open, is fitted on the voices of EmoDB alone, each speaker judged by a channel of the other speakers.
Means over corpora that have all three labels.
"""

from collections.abc import Callable, Mapping

import numpy as np
import torch

from undertone_model.command_line import configuration, training_parser
from undertone_model.config import Config
from undertone_model.network.fusion import Fusion
from undertone_model.stages.fusion.command import gathered
from undertone_model.stages.fusion.examples import Examples, together
from undertone_model.stages.fusion.figures import figures
from undertone_model.stages.fusion.fit import fit
from undertone_model.stages.voice.command import heard, taught
from undertone_model.stages.voice.fit import fit as fit_voice
from undertone_model.stages.voice.statistics import UNKNOWN
from undertone_model.stages.voice.strangers import CLASSES, classified

VOICES = ("moved", "foreign")
WHO = "experiments.left_out_fusion"


def main() -> None:
    options = training_parser(__doc__, minutes=False, needs=("work",)).parse_args()
    config = configuration(options)
    torch.set_num_threads(options.threads)
    kinds = gathered(options.work, config, options.run, WHO)
    corpora = np.unique(kinds["moved"].corpus)
    ships = fitted(kinds, config)
    without = {name: fitted({kind: _without(part, name, kind) for kind, part in kinds.items()}, config) for name in corpora}
    tell("as it ships", kinds, lambda _: ships)
    tell("without the judged corpus", kinds, lambda name: without.get(name, ships))
    if config.build == "open":
        emotional, plain = heard(options.work, options.run, WHO)
        learned, _ = taught(emotional, config.build)
        own = fitted(gathered(options.work, config, options.run, WHO, other_speakers(learned, plain, config)), config)
        tell("by its own corpus alone", kinds, lambda _: own)


def fitted(kinds: Mapping[str, Examples], config: Config) -> Fusion:
    shares = config.fusion.shares
    return fit(together([kinds[kind] for kind in shares], list(shares.values())), config.fusion.still, config.fusion.iterations)


def other_speakers(learned: Mapping, plain: list, config: Config) -> dict[str, np.ndarray]:
    """As `strangers.npz`: to each speaker's clips, by a channel that has learned from the corpus's other speakers."""
    ((corpus, clips),) = learned.items()
    parts = []
    for name in np.unique(clips.speaker):
        mine = clips[(clips.speaker == name) & (clips.emotion != UNKNOWN)]
        channel = fit_voice([clips[clips.speaker != name]], plain, config.voice, config.seed)
        parts.append((classified(channel, mine, config.seed), CLASSES[mine.emotion], np.full(len(mine.clip), corpus), mine.clip))
    return dict(zip(("voice", "label", "corpus", "clip"), map(np.concatenate, zip(*parts))))


def tell(what: str, kinds: Mapping[str, Examples], fusion_of: Callable[[str], Fusion]) -> None:
    for kind, part in kinds.items():
        lines = [line for name in np.unique(part.corpus) for line in figures(kind, fusion_of(name), part.only(_of(part, name)))]
        whole = [line for line in lines if kind not in VOICES or "neutral" in line]
        means = ", ".join(f"{metric} {np.mean([line[metric] for line in whole]):.3f}" for metric in ("UAR", "calibration error"))
        each = ", ".join(f"{line['corpus']} {line['UAR']:.3f}" for line in lines)
        print(f"{what:26} {kind:9} {means} ({each})")


def _without(part: Examples, corpus: str, kind: str) -> Examples:
    rest = ~_of(part, corpus)
    return part.only(rest) if kind in VOICES and rest.any() else part


def _of(part: Examples, corpus: str) -> torch.Tensor:
    return torch.from_numpy(part.corpus == corpus)


if __name__ == "__main__":
    main()
