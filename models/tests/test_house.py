"""The house rules of this package that tools can check; their settings are in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "ruff", "format", "--check", "."],
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
    ],
    ids=["lint", "format", "floors"],
)
def test_tools_are_content(command):
    result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_files_are_short():
    lengths = {file.relative_to(FOLDER): len(file.read_text().splitlines()) for file in FOLDER.glob("**/*.py")}
    assert {file: length for file, length in lengths.items() if length > 300} == {}
