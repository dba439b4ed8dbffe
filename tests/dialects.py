"""
Tables made ready for a database once per dialect, instead of once per test.

Tortoise derives filters, base queries and prepared texts of every table anew each time a database is
opened: a tenth of a second for a hundred tables, and the prepared texts go by connection name alone,
whatever the dialect. Here both are kept by dialect and put back when it is opened again.
"""

from __future__ import annotations

from typing import Any

from tortoise.apps import Apps
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.models import Model

#: What `finalise_model` and its caller derive from the dialect; everything else is the same in both.
DERIVED = (
    "filters",
    "basetable",
    "basequery",
    "basequery_all_fields",
    "db_native_fields",
    "db_default_fields",
    "db_complex_fields",
)

Key = tuple[type[Any], frozenset[type[Model]]]

_make_ready = Apps._build_initial_querysets
_kept: dict[Key, tuple[dict[type[Model], dict[str, Any]], dict[Any, Any]]] = {}
_open: list[Key] = []


def keep_by_dialect() -> None:
    """Have every later opening of a database take the tables as they were left for its dialect."""
    Apps._build_initial_querysets = _put_back  # type: ignore[method-assign]  # the one place to do it


def _put_back(apps: Apps) -> None:
    if type(apps) is not Apps:  # a migration's own tables
        _make_ready(apps)
        return
    models = frozenset(model for app in apps.apps.values() for model in app.values())
    key = (type(apps._connections.get("default")), models)
    if _open and _open[0] == key:
        return
    if _open:
        _kept[_open[0]][1].update(EXECUTOR_CACHE)
    EXECUTOR_CACHE.clear()
    if key in _kept:
        for model, derived in _kept[key][0].items():
            for name, value in derived.items():
                setattr(model._meta, name, value)
        EXECUTOR_CACHE.update(_kept[key][1])
    else:
        for model in models:
            for name in ("filters", "db_native_fields", "db_default_fields", "db_complex_fields"):
                setattr(model._meta, name, type(getattr(model._meta, name))())
        _make_ready(apps)
        _kept[key] = ({m: {name: getattr(m._meta, name) for name in DERIVED} for m in models}, {})
    _open[:] = [key]
