"""Every committed operation is run by the journey of its noun (`tests/api/journeys`)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.api import journeys
from tests.api.harness import OPERATIONS

MODULES = [
    import_module(f"{journeys.__name__}.{file.stem}")
    for folder in journeys.__path__
    for file in sorted(Path(folder).glob("test_*.py"))
]


def test_every_operation_is_run_by_a_journey() -> None:
    ran = sorted({name for module in MODULES for name in module.RUNS})

    assert ran == sorted(file.stem for file in OPERATIONS.glob("*.graphql"))
