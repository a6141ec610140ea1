"""What the program says to whoever asks it wrongly."""

import sys

import pytest

from undertone_model.__main__ import COMMANDS, main


@pytest.fixture
def asked(monkeypatch, capsys, tmp_path):
    """Exit status, and what a command line prints or ends with; `{}` in it is an empty folder."""
    for folder in ("DATA", "WORK"):
        monkeypatch.delenv(f"UNDERTONE_{folder}", raising=False)

    def say(line: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["__main__.py", *line.replace("{}", str(tmp_path)).split()])
        status, message = 0, ""
        try:
            main()
        except SystemExit as end:
            status, message = (end.code, "") if isinstance(end.code, int) else (1, end.code)
        printed = capsys.readouterr()
        return status, printed.out + printed.err + message

    return say


def test_help_lists_every_command_and_no_command_is_a_mistake(asked):
    status, usage = asked("--help")
    assert status == 0 and usage.startswith("usage: python -m undertone_model COMMAND")
    lines = {line.split()[0]: line for line in usage.splitlines() if line.startswith("  ")}
    assert lines.keys() == COMMANDS.keys() and all(len(line.split()) > 3 for line in lines.values())
    assert asked("") == (2, usage)
    assert asked("nonsense") == (2, f"nonsense: no such command\n\n{usage}")


def test_the_usage_of_a_command_names_it(asked):
    status, usage = asked("asr --help")
    assert status == 0 and usage.startswith("usage: python -m undertone_model asr ")


@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("asr", 2, "--work DIR is needed (or UNDERTONE_WORK in the environment): folder for what the commands make"),
        ("prepare-data --work {}", 2, "--data DIR is needed (or UNDERTONE_DATA in the environment): folder with the corpora"),
        ("asr --work {} --threads 0", 2, "--threads: 0: a whole number, at least 1"),
        ("asr --work {} --minutes -1", 2, "--minutes: -1: a number of minutes, 0 or more"),
        ("prepare-data --work {} --data {} --limit 0", 2, "--limit: 0: a whole number, at least 1"),
        ("pretrain --work {}", 1, "moonshine-tiny.pt is not there: run `python -m undertone_model base-weights` to its end first"),
        ("interpolate --work {}", 1, "weights.pt is not there: run `python -m undertone_model asr` to its end first"),
        ("lexical-head --work {} --data {}", 1, "is not there: run `python -m undertone_model pseudo-labels` to its end first"),
        ("evaluate --work {} --data {} --model nope.onnx", 1, "nope.onnx is not there: `python -m undertone_model export` writes a model"),
        ("prepare-data --work {} --data /nowhere", 1, "/nowhere/audio/commonvoice_dev.csv is not there: --data (or UNDERTONE_DATA) is"),
        ("synthesis --work {} --data {} --set synthesis.test=0", 1, "synthesis.test: Input should be greater than or equal to 1"),
        ("asr --work {} --config nothing", 1, "there is no configuration"),
    ],
)
def test_what_is_wrong_is_said_with_what_it_should_be(asked, line, status, message):
    ended, printed = asked(line)
    assert ended == status and message in printed and "Traceback" not in printed
