"""The voice channel: statistics of a window, the speaker's own centre, and a fit that is judged on corpora that are left out."""

import numpy as np
import pytest
import torch

from undertone_model.config.stages import Voice
from undertone_model.contract import LABELS
from undertone_model.network.encoder import LAYERS, WIDTH
from undertone_model.network.voice_channel import EMOTIONS, STATE, STATISTICS, VoiceChannel, window_statistics
from undertone_model.stages.voice.fit import adapted, fit
from undertone_model.stages.voice.statistics import ClipStatistics
from undertone_model.stages.voice.strangers import classified, recalls, strangers

SETTINGS = Voice(prior_seconds=12, ridge=0.01, quiet=0.03, iterations=30)
ANGER, HAPPINESS, CALM = (list(EMOTIONS).index(name) for name in ("anger", "happiness", "calm"))
HEARD = (ANGER, HAPPINESS, CALM)


def corpus(seed: int, room: float = 0.0, clips: int = 60) -> ClipStatistics:
    """Three speakers; anger and happiness each move channels of their own, a room moves another."""
    rng = np.random.default_rng(seed)
    emotion = np.array(HEARD)[np.arange(clips) % 3]
    statistics = rng.normal(size=(clips, STATISTICS)).astype(np.float32)
    statistics[emotion == ANGER, :20] += 4
    statistics[emotion == HAPPINESS, 20:40] += 4
    statistics[:, 40:60] += room
    return ClipStatistics(statistics, np.full(clips, 100, np.float32), emotion, np.arange(clips) // 3 % 3, np.arange(clips))


def ordinary(seed: int = 9) -> ClipStatistics:
    clips = corpus(seed, clips=90)
    clips.statistics[:, :60] = np.random.default_rng(seed).normal(size=(90, 60))
    return clips


def test_statistics_are_means_and_spreads_of_the_frames_that_count():
    outputs = [torch.randn(1, 6, WIDTH) * (layer + 1) for layer in range(LAYERS + 1)]
    whole, cut = (
        window_statistics([layer[:, :frames] for layer in outputs], mask)
        for frames, mask in ((6, torch.tensor([[1.0, 1, 1, 1, 0, 0]])), (4, torch.ones(1, 4)))
    )
    assert whole.shape == (1, STATISTICS)
    torch.testing.assert_close(whole, cut)
    frames = torch.nn.functional.layer_norm(outputs[0][0, :4], (WIDTH,))
    torch.testing.assert_close(whole[0, :WIDTH], frames.mean(0))
    torch.testing.assert_close(whole[0, WIDTH : 2 * WIDTH], frames.std(0, correction=0), atol=1e-4, rtol=1e-4)


def test_a_window_without_a_frame_has_finite_statistics():
    assert window_statistics([torch.zeros(1, 3, WIDTH)] * (LAYERS + 1), torch.zeros(1, 3)).isfinite().all()


def test_a_stream_is_centred_on_its_speaker_as_speech_comes_in():
    channel, window = VoiceChannel().eval(), torch.randn(1, STATISTICS)
    channel.prior_frames.fill_(100.0)
    state, first = torch.zeros(1, STATE), None
    with torch.no_grad():
        for _ in range(50):
            answer, state = channel(window, torch.tensor([100.0]), state)
            first = answer if first is None else first
        # A voice that is always the same is its own flat.
        torch.testing.assert_close(answer, channel.classify(window / 51), atol=1e-3, rtol=1e-3)
        torch.testing.assert_close(first, channel.classify(window / 2), atol=1e-4, rtol=1e-4)
        assert channel(window, torch.zeros(1), state)[1].equal(state), "what is no speech teaches nothing of the speaker"


def test_training_centres_as_a_stream_does():
    clips, channel = corpus(1), VoiceChannel()
    channel.prior_frames.fill_(300.0)
    one = clips[clips.speaker == 0]
    rows = adapted(one, channel.plain.numpy(), 300.0, np.random.default_rng(0))
    state, order = torch.zeros(1, STATE), np.random.default_rng(0).permutation(len(one.frames))
    for place in order:
        statistics, frames = torch.from_numpy(one.statistics[[place]]), torch.from_numpy(one.frames[[place]])
        answer, state = channel(statistics, frames, state)
        torch.testing.assert_close(answer, channel.classify(torch.from_numpy(rows[[place]]).float()), atol=1e-4, rtol=1e-4)


def test_it_never_names_an_emotion_that_it_has_not_learned_and_no_class_weighs_more_for_having_many():
    channel = VoiceChannel()
    torch.nn.init.zeros_(channel.emotions.weight)
    torch.nn.init.zeros_(channel.emotions.bias)
    torch.testing.assert_close(channel.classify(torch.zeros(1, STATISTICS)).exp(), torch.full((1, 3), 1 / 3), atol=1e-4, rtol=1e-4)
    channel.known[HAPPINESS] = 0
    assert channel.classify(torch.zeros(1, STATISTICS)).exp()[0, LABELS.index("positive")] < 1e-5


def test_it_is_judged_on_corpora_from_which_it_has_not_learned():
    learned, others = {"a": corpus(1), "b": corpus(2, room=5)}, {"c": corpus(3, room=-5)}
    answers = strangers(learned, others, [ordinary()], SETTINGS, seed=0)
    assert {name: figures["clips"] for name, figures in recalls(answers).items()} == {"a": 60, "b": 60, "c": 60}
    assert all(figures["UAR"] > 0.8 for figures in recalls(answers).values())
    # Wrong labels in a corpus harm the answers to the others alone.
    spoiled = corpus(2, room=5)
    spoiled.emotion[:] = np.roll(spoiled.emotion, 1)
    harmed = strangers({"a": learned["a"], "b": spoiled}, {}, [ordinary()], SETTINGS, seed=0)
    assert np.allclose(harmed.voice[harmed.corpus == "b"], answers.voice[answers.corpus == "b"], atol=1e-4)
    assert recalls(harmed)["a"]["UAR"] < 0.5


def test_a_corpus_that_is_all_there_is_cannot_be_left_out():
    assert set(strangers({"a": corpus(1)}, {"b": corpus(2)}, [ordinary()], SETTINGS, seed=0).corpus) == {"b"}


@pytest.mark.parametrize("quiet", [0.0, 1.0])
def test_how_people_differ_is_no_emotion(quiet):
    people = ordinary()
    people.statistics[:, :20] *= 5
    channel = fit([corpus(1)], [people], SETTINGS.model_copy(update={"quiet": quiet}), seed=0)
    spread = classified(channel, people, 0, alone=True)[:, 0].std()
    assert spread > 0.5 if quiet == 0 else spread < 0.3
