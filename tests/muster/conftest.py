"""A seeded city to start from: loaded once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.muster.servers import Muster, muster

#: Opens the command on a seeded city of its own in a folder, with settings.
City = Callable[..., AbstractContextManager[Muster]]


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a migrated and seeded SQLite file, and what lies beside it."""
    folder = tmp_path_factory.mktemp("seeded")
    with muster(f"sqlite://{folder}/muster.db", folder) as own:
        own.command("migrate")
        own.command("seed")
    return folder


@pytest.fixture
def city(seeded_folder: Path) -> City:
    """Return what opens the command on a copy of the seeded city."""

    @contextmanager
    def opened(folder: Path, **settings: object) -> Iterator[Muster]:
        shutil.copytree(seeded_folder, folder, dirs_exist_ok=True)
        with muster(f"sqlite://{folder}/muster.db", folder, **settings) as own:
            yield own

    return opened
