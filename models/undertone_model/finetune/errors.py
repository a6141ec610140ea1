"""What is wrong with what was given."""

from collections.abc import Sequence
from typing import Literal

Code = Literal[
    "clips-missing",
    "bad-columns",
    "audio-missing",
    "audio-unreadable",
    "label-unknown",
    "speaker-missing",
    "bad-times",
    "bad-channel",
    "no-speech",
    "heard-twice",
    "too-few-clips",
    "one-label",
    "one-speaker",
    "speaker-twice",
    "bad-base",
    "bad-name",
]
_MOST = 10
"""Faults that are said in full. The rows of all are named."""


class FinetuneError(Exception):
    """`code` says of which kind it is, `rows` which lines of the CSV have it (the header is line 1), the message what to do. `__cause__` is the error
    beneath it, if there is one."""

    def __init__(self, code: Code, message: str, rows: Sequence[int] = ()):
        super().__init__(f"{code}: {message}")
        self.code, self.rows = code, tuple(rows)


class Problems:
    """Faults of rows, collected so that one look at the CSV mends them all."""

    def __init__(self):
        self._found: list[tuple[int, Code, str]] = []
        self._cause: BaseException | None = None

    def add(self, row: int, code: Code, what: str, cause: BaseException | None = None) -> None:
        self._found.append((row, code, what))
        self._cause = self._cause or cause

    def check(self) -> None:
        """Raises FinetuneError with the code of the first fault, if there is any."""
        if not self._found:
            return
        rows_of: dict[str, list[int]] = {}
        for row, _, what in self._found:
            rows_of.setdefault(what, []).append(row)
        faults = list(rows_of.items())
        lines = [f"{_named(rows)}: {what}" for what, rows in faults[:_MOST]]
        if len(faults) > _MOST:
            lines.append(f"and alike, {_named(sorted({row for _, rows in faults[_MOST:] for row in rows}))}")
        raise FinetuneError(self._found[0][1], "\n  ".join(["", *lines]).lstrip(), [row for row, *_ in self._found]) from self._cause


def _named(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows))}"
