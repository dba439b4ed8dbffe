"""A repair as JSON, for a parent process that has the solver run in a child."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from scheduling.repair import Repaired
from scheduling.serial import plain

_REPAIRED: TypeAdapter[Repaired] = TypeAdapter(Repaired)


def repaired_to_data(found: Repaired) -> dict[str, Any]:
    """Return a repair as JSON-ready data; sets are sorted, its `type` is ``repaired``."""
    return {"type": "repaired", **plain(_REPAIRED.dump_python(found))}


def repaired_from_data(data: dict[str, Any]) -> Repaired:
    """Read a repair; raises pydantic's `ValidationError` or `InvalidProblem`."""
    return _REPAIRED.validate_json(json.dumps({name: data[name] for name in data if name != "type"}))
