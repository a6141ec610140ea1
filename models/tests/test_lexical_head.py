"""The lexical head learns from simulated word pieces like those that a CTC head gives."""

from itertools import islice

import numpy as np
import pandas as pd
import pytest
import torch
from tiny_data import write_data

from undertone_model.config import load_config
from undertone_model.contract import LABELS
from undertone_model.data.texts import held_out
from undertone_model.network.ctc_head import BLANK, PIECES
from undertone_model.network.lexical_head import HIDDEN, LexicalHead, piece_confidence
from undertone_model.stages.asr.word_pieces import BEGINS_WORD, learn_pieces
from undertone_model.stages.lexical_head.calls import GRAMMAR
from undertone_model.stages.lexical_head.embeddings import piece_embeddings, spelling
from undertone_model.stages.lexical_head.sentences import read, varied
from undertone_model.stages.lexical_head.simulation import SimulatedPieces
from undertone_model.stages.lexical_head.task import LexicalTask
from undertone_model.stages.pseudo_labels.labeller import SentimentLabeller, load_labeller
from undertone_model.workspace import WEIGHTS, run_folder

SETTINGS = load_config().lexical_head
FRAMES = 52


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> SimulatedPieces:
    texts = pd.DataFrame({"text": ["this is awful", "this is a table", "this is lovely"]} | dict(zip(LABELS, np.eye(3))))
    pieces = learn_pieces(texts["text"], tmp_path_factory.mktemp("asr") / "pieces.json")
    return SimulatedPieces(texts, pieces, SETTINGS.simulation, FRAMES)


def test_each_step_holds_probabilities(simulated):
    words, mask, targets = simulated.batch(0, 200)
    assert words.shape == (200, FRAMES, PIECES) and mask.shape == (200, FRAMES)
    assert words.min() >= -1e-6
    torch.testing.assert_close(words.sum(2), torch.ones(200, FRAMES))
    assert set(targets.argmax(1).tolist()) == {0, 1, 2}


def test_what_is_said_lies_where_sound_is_and_tells_the_label(simulated):
    words, mask, targets = simulated.batch(0, 200)
    spoken = 1 - words[..., BLANK]
    assert (spoken > 0.05).any(1).float().mean() > 0.95
    assert (spoken * (1 - mask)).max() < 1e-6
    told, labels = words[..., 1:].sum(1), targets.argmax(1)
    assert (told[labels == 0].mean(0) - told[labels == 2].mean(0)).abs().max() > 0.05


def test_sentences_vary_by_words_that_were_said_often():
    texts = ["we like the blue house", "we like the red house", "they like the old house", "unheard"] * 3
    drawn = list(islice(varied(texts, np.random.default_rng(0), SETTINGS.sentences), 300))
    assert set(" ".join(drawn).split()) <= set(" ".join(texts).split())
    assert len(set(drawn)) > 50 and set(drawn) & set(texts)


def test_the_head_learns_from_what_it_reads(simulated):
    torch.manual_seed(0)
    settings = load_config(settings=["lexical_head.steps=60"]).lexical_head
    task = LexicalTask(LexicalHead(settings.dropout), simulated, settings, torch.device("cpu"))
    for batch in islice(task.batches(0), settings.steps):
        loss = task.losses(batch)["loss"]
        task.optimiser.zero_grad()
        loss.backward()
        task.optimiser.step()
        task.schedule.step()
    pieces, mask, targets = simulated.batch(60, 300)
    assert (task.head.eval()(pieces, mask).argmax(1) == targets.argmax(1)).float().mean() > 0.6


def test_pieces_of_like_meaning_begin_alike(tmp_path):
    said = ["it was good and it was great", "the table is bad and terrible"] * 3
    pieces = learn_pieces(said, tmp_path / "pieces.json")
    begun = piece_embeddings(pieces, SentimentLabeller(most_tokens=48), SETTINGS.embedding_spread)

    def alike(one: str, other: str) -> float:
        return torch.cosine_similarity(*(begun[:, pieces.token_to_id(BEGINS_WORD + word)] for word in (one, other)), dim=0).item()

    assert begun.shape == (HIDDEN, PIECES) and not begun[:, BLANK].any()
    assert alike("good", "great") > alike("good", "table")
    assert alike("bad", "terrible") > alike("bad", "table")


def test_pieces_are_spelt_as_the_labeller_spells_them():
    tokenizer = SentimentLabeller(most_tokens=48).tokenizer

    def tokens(piece: str) -> list[str]:
        return tokenizer.convert_ids_to_tokens(spelling(piece, tokenizer))

    assert tokens(BEGINS_WORD + "good") == ["good"] and tokens("ing") == ["##ing"]
    assert tokens(BEGINS_WORD + "don't") == ["don", "'", "t"] and tokens(BEGINS_WORD) == [tokenizer.unk_token]


def test_a_labeller_keeps_how_long_a_text_it_takes(tmp_path):
    folder = run_folder(tmp_path, "pseudo-labels")
    folder.mkdir(parents=True)
    labeller = SentimentLabeller(most_tokens=5)
    torch.save(labeller.state_dict(), folder / WEIGHTS)
    long = "this is so good that nobody could have known"
    found = load_labeller(tmp_path).probabilities([long, "this is so"])
    assert np.allclose(found[0], found[1], atol=1e-5)
    earlier = {name: value for name, value in labeller.state_dict().items() if name != "most_tokens"}
    torch.save(earlier, folder / WEIGHTS)
    assert load_labeller(tmp_path).most_tokens == 48


def test_confidence_is_the_probability_of_what_is_said():
    words = torch.zeros(2, FRAMES, PIECES)
    words[:, :, BLANK] = 1
    words[0, 3, [BLANK, 7]] = torch.tensor([0.5, 0.5])
    words[1, 3] = 1 / PIECES
    mask = torch.ones(2, FRAMES)
    torch.testing.assert_close(piece_confidence(words, mask), torch.tensor([0.5, 1 / PIECES]))
    assert piece_confidence(words, torch.zeros(2, FRAMES)).tolist() == [0, 0]


def test_service_calls_are_whole_and_none_is_an_everyday_sentence_that_judges(tmp_path):
    write_data(tmp_path, np.zeros(16_000 * 30, np.float32))
    settings = load_config(settings=["lexical_head.sentences.calls=2000", "lexical_head.sentences.varied=10"]).lexical_head.sentences
    nothing = pd.DataFrame({"corpus": [], "transcript": [], "split": []}, dtype=str)
    texts = read(tmp_path, nothing, settings, np.random.default_rng(0))
    assert len(texts) > 1000 and not any("{" in text for text in texts)
    own = texts[:-10]
    assert len(set(own)) == len(own) and not held_out(tmp_path) & set(own)
    assert "you saved my day" in held_out(tmp_path) and '"You saved my day."' in GRAMMAR.read_text()
