"""Tests that store a world of their own start from an empty file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from registry.migrating import migrate
from tests.conftest import APPS


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty, migrated file."""
    file = tmp_path_factory.mktemp("sirens") / "muster.db"
    asyncio.run(migrate(f"sqlite://{file}", APPS))
    return file
