"""What adaptation to the speaker is worth: calls of strangers, in corpora that are left out of what is learned, with the stream's state and without.

python -m undertone_model adaptation --work DIR --config open

Choose by this: it reads nothing of the test set.
"""

from collections.abc import Sequence

import torch

from undertone_model.command_line import config_parser, configuration
from undertone_model.evaluation.strangers.runs import adaptation


def main(arguments: Sequence[str] | None = None) -> None:
    options = config_parser(__doc__, needs=("work",)).parse_args(arguments)
    build = configuration(options).build
    torch.set_num_threads(1)
    for mix, report in adaptation(options.work, build, options.run, "adaptation").items():
        print(f"\n{mix}: UAR without the state, with it, difference in points")
        for corpus, entry in report.items():
            for kind in ("voice", "moved"):
                without, adapted, gain = (_value(entry[kind][key]) for key in ("without", "with", "difference"))
                print(f"  {corpus:16} {kind:6} {without:.3f} {adapted:.3f} {100 * gain:+.1f}{_interval(entry[kind]['difference'])}")
        for point in report.get("mean", {"curve": []})["curve"]:
            print(f"  after {point['seconds']:5.1f} s of the speaker: {point['without']:.3f} {point['with']:.3f} ({point['clips']} clips)")


def _value(figure: dict | float) -> float:
    return figure["value"] if isinstance(figure, dict) else figure


def _interval(figure: dict | float) -> str:
    return f" [{100 * figure['low']:+.1f}, {100 * figure['high']:+.1f}]" if isinstance(figure, dict) else ""
