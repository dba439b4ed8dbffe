"""Rows are written in one place: nothing else in the product calls the ORM's writing methods."""

from __future__ import annotations

import ast

from tests.house.sources import modules, shown, tree

WRITING = {"bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create"}
QUERYING = {"all", "exclude", "filter", "select_for_update"}
#: Who may write, and what.
WRITERS = {
    "registry/history.py": "the door itself",
    "registry/sealing.py": "seals over the ledger, append-only by trigger",
    "registry/intake/files/marking.py": "saves a workbook, no row",
    "registry/intake/batches.py": "the operational outcome of a batch, sentences for people",
    "registry/intake/orders.py": "the operational order and outcome of a batch under way",
    "registry/consistency/issues.py": "the operational day a finding was last seen",
    "registry/regions.py": "the closure table, derived from the regions",
    "registry/readiness/records/keeping.py": "ratings kept, derived from records",
    "exercises/runs.py": "operational columns of a run: checkpoint, progress, attempts",
}


def _writes(call: ast.Call) -> bool:
    """Tell whether a call looks like a write through the ORM."""
    if not isinstance(call.func, ast.Attribute):
        return False
    of_table = isinstance(call.func.value, ast.Name) and call.func.value.id[:1].isupper()
    of_query = (
        isinstance(call.func.value, ast.Call)
        and isinstance(call.func.value.func, ast.Attribute)
        and call.func.value.func.attr in QUERYING
    )
    writing = call.func.attr in WRITING or (call.func.attr == "update" and of_query)
    return writing and (of_table or of_query or call.func.attr in {"bulk_create", "save"})


def test_rows_are_written_through_the_door_only() -> None:
    writers = {
        shown(file)
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and _writes(node)
    }

    assert writers == set(WRITERS)


def test_statements_of_many_rows_are_the_doors_own() -> None:
    users = {
        shown(file)
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module == "registry.bulk"
    }

    assert users == {"registry/history.py", "registry/entries.py"}
