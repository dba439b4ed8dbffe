"""Scoped tables are read through `registry.access.rows`; who reads past it is listed here, with why."""

from __future__ import annotations

import ast

import exercises.tables
import registry.tables
from registry.tables import Record
from tests.house.sources import modules, shown, tree

READS = {
    "all",
    "filter",
    "exclude",
    "get",
    "get_or_none",
    "first",
    "last",
    "in_bulk",
    "exists",
    "raw",
    "annotate",
}
TABLES = {
    name
    for module in (registry.tables, exercises.tables)
    for name in module.__all__
    if isinstance(getattr(module, name), type) and issubclass(getattr(module, name), Record)
}
PAST_THE_GATE = {
    "registry/access.py": "is the gate: grants and principals decide the scope",
    "registry/tokens.py": "finds the token before there is a viewer",
    "registry/regions.py": "builds the closure table the scope rests on",
    "registry/memberships.py": "looks for other memberships of a person the gate has let through",
    "registry/teams.py": "rows of a team the gate has let through",
    "registry/consistency/issues.py": "stored findings of every region, for a run that must see everything",
    "registry/consistency/neighborhoods.py": "organizations above one the gate has let through",
    "registry/consistency/settings.py": "an office's settings of a rule, at the door to their change",
    "registry/intake/batches.py": "rows of a batch the gate has let through",
    "registry/past/timeline.py": "names of those who wrote entries of a record the gate has let through",
    "exercises/runs.py": "the runner's side: a run by its id, no viewer",
    "exercises/storing.py": "stores a finished run, no viewer",
    "exercises/planning/framing.py": "standings of a plan the gate has let through",
    "exercises/entries.py": "facts of events the gate has let through; public calendar days",
    "exercises/calendars.py": "teams and regions of events the gate has let through",
    "exercises/notices.py": "public calendar days",
    "exercises/workdays.py": "public calendar days",
    "graphql/api/events.py": "a subquery inside a query that went through the gate",
    "seeds/load.py": "fills an empty database, as the system",
}


def _direct_reads(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in READS:
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", None)
            if name in TABLES:
                yield f"{name}.{node.attr}"


def test_tables_are_read_through_the_gate():
    found = {shown(file): sorted(set(_direct_reads(tree(file)))) for file in modules()}

    assert {file: reads for file, reads in found.items() if reads and file not in PAST_THE_GATE} == {}


def test_list_of_exceptions_is_not_longer_than_needed():
    reading = {shown(file) for file in modules() if any(_direct_reads(tree(file)))}

    assert set(PAST_THE_GATE) - reading == set()


def test_gate_scan_sees_direct_reads():
    source = "Team.filter(id=1)\ntables.Person.get(id=2)\nrows(viewer, Team).filter()\nself.filter()\n"

    assert sorted(_direct_reads(ast.parse(source))) == ["Person.get", "Team.filter"]
