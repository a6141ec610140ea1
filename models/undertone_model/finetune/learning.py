"""What is learned of the clips: the voice channel and the weights of fusion, both with those of the base as prior."""

from copy import deepcopy

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from undertone_model.contract import LABELS
from undertone_model.finetune.answers import as_calls, centred, voices
from undertone_model.finetune.base import Judge
from undertone_model.finetune.listening import UNKNOWN, Windows
from undertone_model.network.fusion import Fusion
from undertone_model.network.voice_channel import EMOTIONS, VoiceChannel

STIFFNESS = 100.0
"""Of the squared change of the weights, in nats of one clip: as if so much had been learned before. With 30 to 300, clips of two to eight speakers
of three corpora were learned about equally well; those of one speaker did harm below 300 on one corpus."""
BIAS_STIFFNESS = 1.0
FUSION_STIFFNESS = 2.0
CENTRE_SPEAKERS = 2.0
"""Speakers as which the base's centre counts beside those of the clips."""
LEAST_SPREAD = 1e-3
ABSENT = -1e4
"""Added to the score of a label or an emotion that no clip has, so that it is not learned to be unlikely."""
ORDERS = 2
"""In which each speaker's clips are heard: what is known of a speaker differs."""
ITERATIONS = 200
INNER_FOLDS = 3


def learned(base: Judge, windows: Windows, threshold: float) -> Judge:
    """Fitted on `windows`. Fusion learns from what voice channels say of speakers who were held out from them; of one speaker it stays as it is."""
    spoken = windows[windows.speech >= threshold]
    parts = folds(spoken.speaker, INNER_FOLDS)
    if len(parts) < 2:
        return Judge(learned_voice(base.channel, spoken), base.fusion)
    voice = torch.zeros(len(spoken.clip), 3)
    for held_out in parts:
        channel = learned_voice(base.channel, spoken[~held_out])
        voice[held_out] = _call_voices(Judge(channel, base.fusion), spoken[held_out])
    return Judge(learned_voice(base.channel, spoken), learned_fusion(base.fusion, voice, spoken))


def folds(speaker: np.ndarray, most: int) -> list[np.ndarray]:
    """Masks [windows] of those that are held out: all of a speaker at once, at most so many folds of about equal size. Always the same ones."""
    names, counts = np.unique(speaker, return_counts=True)
    sizes = np.zeros(min(most, len(names)))
    place = {}
    # The largest first, each where there is least.
    for i in np.argsort(-counts, kind="stable"):
        place[names[i]] = int(sizes.argmin())
        sizes[place[names[i]]] += counts[i]
    fold = np.array([place[name] for name in speaker])
    return [fold == i for i in range(len(sizes))]


def learned_voice(base: VoiceChannel, windows: Windows) -> VoiceChannel:
    """Its linear layer, and `plain`, which is where a stream begins: a room or a microphone is not to tell a tone."""
    channel = deepcopy(base)
    plain = _centre(base.plain.numpy(), windows)
    rng = np.random.default_rng(0)
    heard = [centred(windows, as_calls(windows, rng), plain, base.prior_frames.item()) for _ in range(ORDERS)]
    rows = np.concatenate(heard)
    scale = torch.from_numpy(rows.std(0) + LEAST_SPREAD)
    change = _solve(base, torch.from_numpy(rows) / scale, scale, windows)
    with torch.no_grad():
        channel.emotions.weight.add_(change[0] / scale)
        channel.emotions.bias.add_(change[1])
        channel.plain.copy_(torch.from_numpy(plain))
    return channel


def _centre(plain: np.ndarray, windows: Windows) -> np.ndarray:
    """Each label counts the same, and in it each speaker."""
    labels = np.unique(windows.label)
    speakers = np.unique(windows.speaker)
    means = []
    for label in labels:
        of_label = windows.label == label
        mine = [windows.statistics[of_label & (windows.speaker == speaker)] for speaker in np.unique(windows.speaker[of_label])]
        means.append(np.mean([part.mean(0) for part in mine], axis=0))
    return ((CENTRE_SPEAKERS * plain + len(speakers) * np.mean(means, axis=0)) / (CENTRE_SPEAKERS + len(speakers))).astype(np.float32)


def _solve(base: VoiceChannel, rows: Tensor, scale: Tensor, windows: Windows) -> tuple[Tensor, Tensor]:
    """Change of the scaled weights [emotions, STATISTICS] and of the biases [emotions] from those of `base`."""
    label, weight = (torch.from_numpy(np.tile(part, ORDERS)) for part in (windows.label, _weights(windows)))
    # Of an emotion that the base never names only the label can be learned.
    tells = (windows.emotion != UNKNOWN) & (base.known.numpy()[windows.emotion] > 0)
    emotion = torch.from_numpy(np.tile(np.where(tells, windows.emotion, 0), ORDERS))
    named = torch.from_numpy(np.tile(tells, ORDERS)) * weight
    has = torch.tensor([bool((windows.emotion[tells] == i).any()) for i in range(len(EMOTIONS))])
    absent, missing = torch.where(has, 0.0, ABSENT), _missing(windows)
    before = rows @ (base.emotions.weight * scale).T + base.emotions.bias
    change = torch.zeros_like(base.emotions.weight, requires_grad=True), torch.zeros_like(base.emotions.bias, requires_grad=True)
    optimiser = torch.optim.LBFGS(change, max_iter=ITERATIONS, line_search_fn="strong_wolfe", tolerance_change=1e-7)

    def closure() -> Tensor:
        optimiser.zero_grad()
        scores = before + rows @ change[0].T + change[1]
        of_label = F.cross_entropy(base.of_classes(scores) + missing, label, reduction="none") @ weight
        of_emotion = F.cross_entropy(scores + absent, emotion, reduction="none") @ named
        loss = (of_label + of_emotion) / ORDERS + STIFFNESS * change[0].square().sum() + BIAS_STIFFNESS * change[1].square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return change[0].detach(), change[1].detach()


def learned_fusion(base: Fusion, voice: Tensor, windows: Windows) -> Fusion:
    """How much voice and words weigh, how far neutral words may lead and what is expected beforehand, so that the probabilities mean what they say of
    people who were held out. Whether words were understood is not asked anew."""
    words, confidence, label = (torch.from_numpy(part) for part in (windows.words, windows.confidence, windows.label))
    weight, missing = torch.from_numpy(_weights(windows)), _missing(windows)
    # The first two are factors, so that neither turns its sign.
    change = torch.zeros(4, requires_grad=True)
    optimiser = torch.optim.LBFGS([change], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def moved() -> dict[str, Tensor]:
        factors = change[:2].exp()
        values = {"voice": base.voice * factors[0], "words": base.words * factors[1], "lead": base.lead + change[2]}
        return dict(base.named_parameters()) | values | {"neutral": base.neutral + change[3]}

    def closure() -> Tensor:
        optimiser.zero_grad()
        logits = torch.func.functional_call(base, moved(), (voice, words, confidence))
        loss = F.cross_entropy(logits + missing, label, reduction="none") @ weight + FUSION_STIFFNESS * change.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    fusion = deepcopy(base)
    fusion.load_state_dict(base.state_dict() | {name: value.detach() for name, value in moved().items()})
    return fusion


def _missing(windows: Windows) -> Tensor:
    """[3], ABSENT of labels that no clip has."""
    return torch.tensor([0.0 if (windows.label == i).any() else ABSENT for i in range(len(LABELS))])


def _weights(windows: Windows) -> np.ndarray:
    """float32 [windows]: each label counts the same, and in it each clip; as much as there are clips in all."""
    _, clip, counts = np.unique(windows.clip, return_inverse=True, return_counts=True)
    each = 1 / counts[clip]
    of_label = np.bincount(windows.label, each)
    weights = each / of_label[windows.label]
    return (weights * len(counts) / weights.sum()).astype(np.float32)


def _call_voices(judge: Judge, windows: Windows) -> Tensor:
    return voices(judge, windows, as_calls(windows, np.random.default_rng(1)))
