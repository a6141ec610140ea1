"""Configurations: what they extend, what is set, what is refused."""

import pytest
import yaml

from undertone_model.config import ConfigError, load_config, recorded
from undertone_model.workspace import CONFIGS


@pytest.mark.parametrize("name", sorted(file.stem for file in CONFIGS.glob("*.yaml")))
def test_every_configuration_of_the_repository_is_whole(name):
    assert load_config(name).seed == 0


def test_research_is_open_but_for_its_name_so_that_what_is_done_for_one_is_done_for_the_other():
    assert load_config("research") == load_config("open", ["build=research"])


def test_what_is_set_comes_last():
    config = load_config(settings=["asr.steps=7", "asr.loop={clip_norm: null}", "asr.steps=8"])
    assert config.asr.steps == 8
    assert config.asr.loop.clip_norm is None
    assert config.asr.loop.save_every == load_config().asr.loop.save_every


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("asr.stepz=3", "asr.stepz: unknown key; known here are .*steps"),
        ("sed=3", "sed: unknown key; known here are .*seed"),
        ("asr.steps=many", "asr.steps: .*'many'"),
        ("asr.steps=0", "asr.steps: .*greater than or equal to 1"),
        ("build=closed", "build: .*'open' or 'research'"),
        ("augmentation.noise_db=[25, 0]", "the lower bound comes first"),
        ("synthesis.voices.valid={joe: 1.0}", "a voice is in two splits"),
        ("asr.steps", "KEY=VALUE"),
        ("seed=-1", "seed: .*greater than or equal to 0"),
        ("synthesis.test=0", "synthesis.test: .*greater than or equal to 1"),
        ("synthesis.voices.train.nobody=1", "synthesis.voices.train.nobody: .*'hibari'.*'nobody'"),
        ("synthesis.voices.train=null", "synthesis.voices.train: .*dictionary"),
        ("features.shares.song=1", "features.shares.song: .*'tone'"),
        ("windows.speeds=[]", "windows.speeds: .*at least 1 item"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_key(setting, message):
    with pytest.raises(ConfigError, match=message):
        load_config(settings=[setting])


def test_a_file_that_misses_a_key_is_refused(tmp_path):
    (tmp_path / "mine.yaml").write_text("build: open\nseed: 0\n")
    with pytest.raises(ConfigError, match="speech_head: missing"):
        load_config(tmp_path / "mine.yaml")
    with pytest.raises(ConfigError, match="by name there are open, research"):
        load_config("none")


def test_null_takes_an_entry_out_of_what_is_named_freely():
    config = load_config(settings=["synthesis.voices.train.espeak=null", "asr.weights={letters: null}", "features.shares.call=null"])
    assert set(config.synthesis.voices.train) == {"hibari", "flite_slt", "flite_awb", "flite_kal"}
    assert set(config.asr.weights) == {"label", "words", "pieces", "sentiment"}
    assert "call" not in config.features.shares
    # Elsewhere it is a value.
    assert load_config(settings=["pseudo_labels.limit=null"]).pseudo_labels.limit is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\nb", "mine.yaml is not YAML: .*line 2"),
        ("- 1\n- 2\n", "mine.yaml is no configuration: it holds a list"),
        ("extends: mine\n", "mine.yaml extends itself"),
        ("extends: other\n", "mine.yaml extends itself"),
        ("extends: nothing\n", "no configuration .*nothing.yaml"),
    ],
)
def test_a_file_that_is_no_configuration_is_refused_in_one_line(tmp_path, text, message):
    (tmp_path / "mine.yaml").write_text(text)
    (tmp_path / "other.yaml").write_text("extends: mine\n")
    with pytest.raises(ConfigError, match=message) as error:
        load_config(tmp_path / "mine.yaml")
    assert "\n" not in str(error.value)


def test_what_a_run_wrote_down_is_its_configuration_again(tmp_path):
    config = load_config("research", ["voice.ridge=0.5", "fusion.shares.plain=null"])
    dumped = config.model_dump(mode="json")
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump({name: dumped[name] for name in ("build", "seed", "fusion")}))
    read = recorded(file)
    assert read.fusion == config.fusion and "plain" not in read.fusion.shares
    assert read.build == "research" and read.voice == load_config().voice
