"""Load what rules look at: everything a viewer may read, or the neighborhood of one record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
from tortoise.expressions import Q
from tortoise.functions import Max

from registry.access import Viewer
from registry.consistency.catalog import SUBJECTS, rules_about, tables_of
from registry.consistency.frames import Choice, Frames, answer, frame_of
from registry.consistency.neighborhoods import choice_around
from registry.consistency.rules.staleness import LAST_CHANGE, WATCHED
from registry.frame import Frame
from registry.history import SHANGHAI
from registry.tables import LedgerEntry, Record


async def everything(viewer: Viewer, today: date, tables: Iterable[str]) -> Frames:
    """Return the frames of some tables, as far as the viewer may read them; one statement each."""
    return await _gathered(viewer, today, tables, {})


async def around(viewer: Viewer, today: date, record: Record) -> Frames:
    """
    Return the frames all rules about a record need, holding its neighborhood only.

    The rules find the same about the record in it as in everything (a property test holds them to it).
    """
    tables = tables_of(rules_about(record.table_name()))
    return await _gathered(viewer, today, tables, await choice_around(record))


def is_subject(table: str) -> bool:
    """Tell whether some rule is about records of a table."""
    return table in SUBJECTS


async def _gathered(viewer: Viewer, today: date, tables: Iterable[str], choice: Choice) -> Frames:
    """Return the frames of some tables, narrowed where the choice says so."""
    frames = {
        name: await (
            _last_changes(choice) if name == LAST_CHANGE else frame_of(viewer, name, choice.get(name))
        )
        for name in sorted(set(tables))
    }
    return Frames(today, frames)


async def _last_changes(choice: Choice) -> Frame:
    """Return the day of the latest entry of each record in the ledger, as a day of the offices."""
    entries = LedgerEntry.filter(choice.get(LAST_CHANGE, Q(record_table__in=list(WATCHED))))
    asked: Any = entries.annotate(changed=Max("recorded_at")).group_by("record_id")
    found = await answer(asked.values_list("record_id", "changed"))
    moments = pd.to_datetime(pd.Series([row[1] for row in found], dtype="object"), utc=True, format="ISO8601")
    days = moments.dt.tz_convert(SHANGHAI).dt.tz_localize(None).dt.normalize()
    return pd.DataFrame({"id": pd.Series([str(row[0]) for row in found], dtype="object"), "changed": days})
