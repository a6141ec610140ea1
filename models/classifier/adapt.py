"""Stage 2, adaptation: the prior and the last layer learn on sequences of windows of one speaker; what that is worth, by place in the sequence.

    python -m classifier.adapt --work DIR --build open --sequences 300
"""

import json
import logging

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader
from tqdm import tqdm

from builds import USES
from classifier.checkpoint import load_checkpoint
from classifier.sequences import LENGTH, SpeakerSequences
from data.store import load_table
from metrics import recall_mean
from network.adaptation import STATE, Adaptation
from network.adaptive import AdaptiveUndertone
from network.undertone import Undertone
from paths import stage_parser

BATCH = 16
EPOCHS = 20
LEARNING_RATE = 1e-3
UNSEEN = {"open": ["research"], "research": []}
"""Corpora whose validation speakers are of corpora that the build never trained on."""

Sequences = tuple[Tensor, Tensor, Tensor, Tensor]
"""steps [sequences, LENGTH, steps, 288], words [..., PIECES], masks [sequences, LENGTH, steps] and labels [sequences, LENGTH]"""


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--build", choices=USES, default="open", help="which build to adapt")
    parser.add_argument("--sequences", type=int, default=300, help="sequences to train on; a third as many for each validation")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    table = load_table(options.work)
    network = load_checkpoint(options.work, options.build).network()
    learn = encode(network, SpeakerSequences(table, "train", USES[options.build], options.sequences))
    checks = {"seen corpora": USES[options.build], "unseen corpora": UNSEEN[options.build]}
    valid = {
        name: encode(network, SpeakerSequences(table, "valid", uses, options.sequences // 3)) for name, uses in checks.items() if uses
    }
    before = {name: recall_by_place(plain(network), sequences) for name, sequences in valid.items()}
    adaptive = AdaptiveUndertone(network, Adaptation())
    train(adaptive, learn)
    after = {name: recall_by_place(adaptive, sequences) for name, sequences in valid.items()}
    report = {"without": before, "with": after, "prior steps": adaptive.adaptation.log_prior.exp().item()}
    logging.info(json.dumps(report, indent=2))
    folder = options.work / "classifier" / options.build
    torch.save(adaptive.state_dict(), folder / "adaptive.pt")
    (folder / "adaptation.json").write_text(json.dumps(report, indent=2))


def plain(network: Undertone) -> AdaptiveUndertone:
    """The network as it is: a prior that no speaker outweighs."""
    return AdaptiveUndertone(network, Adaptation(prior_steps=1e9))


@torch.no_grad()
def encode(network: Undertone, sequences: SpeakerSequences) -> Sequences:
    parts = []
    for pcm, labels in tqdm(DataLoader(sequences, 2), desc="sequences", mininterval=10):
        heard = network.steps(pcm.flatten(0, 1))
        parts.append((*(part.unflatten(0, (-1, LENGTH)) for part in heard), labels))
    return tuple(torch.cat(column) for column in zip(*parts, strict=True))


def train(adaptive: AdaptiveUndertone, learn: Sequences) -> None:
    torch.manual_seed(0)
    adaptive.eval().requires_grad_(False)
    learned = [adaptive.adaptation.log_prior, *adaptive.undertone.classifier.sentiment.parameters()]
    for parameter in learned:
        parameter.requires_grad_(True)
    _set_statistics(adaptive.adaptation, learn)
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(learn[3])).split(BATCH):
            *heard, labels = (part[rows] for part in learn)
            logits = follow(adaptive, *heard)
            loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    adaptive.requires_grad_(False)


def follow(adaptive: AdaptiveUndertone, steps: Tensor, words: Tensor, masks: Tensor) -> Tensor:
    """Sentiment logits [sequences, LENGTH, 3], window after window."""
    state = steps.new_zeros(len(steps), STATE)
    logits = []
    for i in range(LENGTH):
        sentiment, _, state = adaptive.judge(steps[:, i], words[:, i], masks[:, i], state)
        logits.append(sentiment)
    return torch.stack(logits, dim=1)


@torch.no_grad()
def recall_by_place(adaptive: AdaptiveUndertone, sequences: Sequences) -> dict[str, float]:
    """Unweighted average recall on the first window of a call and on the later half."""
    *heard, labels = sequences
    guesses = follow(adaptive, *heard).argmax(2).numpy()
    places = {"first window": slice(0, 1), "second half": slice(LENGTH // 2, LENGTH)}
    return {name: round(recall_mean(labels[:, part].flatten().numpy(), guesses[:, part].flatten()), 3) for name, part in places.items()}


def _set_statistics(adaptation: Adaptation, learn: Sequences) -> None:
    steps, _, masks, _ = learn
    sounding = steps[masks > 0]
    adaptation.mean.copy_(sounding.mean(0))
    adaptation.std.copy_(sounding.std(0))


if __name__ == "__main__":
    main()
