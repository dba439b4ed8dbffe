"""A command line to call within a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scheduling.command.line import main

Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder of its own, and return exit code, standard output, error lines."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, list[str]]:
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    return call
