"""The linear layer of the voice channel: softmax regression on centred statistics, heavily regularised, solved to its optimum."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.config.stages import Voice as Settings
from undertone_model.network.voice_channel import EMOTIONS, VoiceChannel
from undertone_model.stages.voice.statistics import UNKNOWN, ClipStatistics

LEAST_SPREAD = 1e-3
ABSENT = -1e4
"""Added to the score of an emotion that a clip's corpus does not have, so that it is not learned to be unlikely."""
FRAMES_A_SECOND = 16_000 / 384


def fit(corpora: Sequence[ClipStatistics], plain: Sequence[ClipStatistics], settings: Settings, seed: int) -> VoiceChannel:
    """`corpora` have emotions, `plain` are ordinary speech of many people. Each corpus counts the same, and in it each emotion.

    Statistics of a corpus are centred on its own mean as those of a stream are on `plain`: what a room, a language or a microphone adds
    must not tell an emotion. And the scores must not spread over ordinary speakers (`settings.quiet`): how people differ is no emotion.
    """
    ordinary = np.concatenate([part.statistics for part in plain])
    spoken = [part[part.emotion != UNKNOWN] for part in corpora]
    centres = [even_mean(part) for part in spoken]
    scale = np.concatenate([part.statistics - centre for part, centre in zip(spoken, centres)]).std(0) + LEAST_SPREAD
    prior = settings.prior_seconds * FRAMES_A_SECOND
    rng = np.random.default_rng(seed)
    rows = np.concatenate([adapted(part, centre, prior, rng) for part, centre in zip(spoken, centres)]) / scale
    weights = np.concatenate([_weights(part) for part in spoken])
    weight, bias = _solve(
        torch.from_numpy(rows).double(),
        torch.from_numpy(weights / weights.mean()),
        torch.from_numpy(np.concatenate([part.emotion for part in spoken])),
        torch.cat([_absent(part) for part in spoken]),
        torch.from_numpy(np.cov(((ordinary - ordinary.mean(0)) / scale).T, bias=True)),
        settings,
    )
    channel = VoiceChannel()
    channel.emotions.weight.data.copy_(weight.T / torch.from_numpy(scale))
    channel.emotions.bias.data.copy_(bias)
    channel.plain.copy_(torch.from_numpy(ordinary.mean(0)))
    channel.prior_frames.fill_(prior)
    channel.known.copy_(torch.tensor([float(any((part.emotion == i).any() for part in spoken)) for i in range(len(EMOTIONS))]))
    return channel.eval()


def adapted(clips: ClipStatistics, centre: np.ndarray, prior_frames: float, rng: np.random.Generator) -> np.ndarray:
    """Statistics centred as those of a stream, in which each speaker says the clips in random order and `centre` is the prior."""
    result = np.empty_like(clips.statistics)
    for speaker in np.unique(clips.speaker):
        order = rng.permutation(np.flatnonzero(clips.speaker == speaker))
        count = prior_frames + np.cumsum(clips.frames[order])
        sums = prior_frames * centre + np.cumsum(clips.frames[order, None] * clips.statistics[order], axis=0)
        result[order] = clips.statistics[order] - sums / count[:, None]
    return result


def _solve(rows: Tensor, weights: Tensor, emotions: Tensor, absent: Tensor, ordinary: Tensor, settings: Settings) -> tuple[Tensor, Tensor]:
    """Weight [statistics, emotions] and bias [emotions]; `ordinary` [statistics, statistics] is the covariance of ordinary speech."""
    weight = torch.zeros(rows.shape[1], len(EMOTIONS), dtype=torch.double, requires_grad=True)
    bias = torch.zeros(len(EMOTIONS), dtype=torch.double, requires_grad=True)
    learned = (absent == 0).any(0)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=settings.iterations, line_search_fn="strong_wolfe", tolerance_change=1e-9)

    def closure() -> Tensor:
        optimiser.zero_grad()
        losses = F.cross_entropy(rows @ weight + bias + absent, emotions, reduction="none")
        between = weight[:, learned] - weight[:, learned].mean(1, keepdim=True)
        loss = (losses * weights).mean() + settings.ridge * weight.square().sum() + settings.quiet * (between * (ordinary @ between)).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return weight.detach(), bias.detach()


def even_mean(clips: ClipStatistics) -> np.ndarray:
    """Of the statistics, each emotion counting the same."""
    return np.mean([clips.statistics[clips.emotion == emotion].mean(0) for emotion in np.unique(clips.emotion)], axis=0)


def _weights(clips: ClipStatistics) -> np.ndarray:
    """Of the clips of a corpus, 1 in all."""
    counts = np.bincount(clips.emotion, minlength=len(EMOTIONS))
    weights = 1 / counts[clips.emotion]
    return weights / weights.sum()


def _absent(clips: ClipStatistics) -> Tensor:
    """[clips, emotions]."""
    has = torch.tensor([(clips.emotion == i).any() for i in range(len(EMOTIONS))])
    return torch.where(has, 0.0, ABSENT).double().expand(len(clips.emotion), -1)
