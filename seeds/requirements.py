"""
What team types must have: the standing requirements, and those of a task that stand in their place.

The figures are assumed; two types ask more in emergency or war.
"""

from __future__ import annotations

from collections.abc import Iterator

from registry.codes import TaskState
from registry.tables import EquipmentRequirement, PostRequirement, Record
from seeds.organizations import REGISTER_OPENED
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, reference_id


def post_requirement_drafts() -> Iterator[Draft]:
    """Yield the posts each team type must have, standing and by task."""
    for row in (*sheet("posts"), *sheet("task_posts")):
        asked = row["qualification"]
        yield _draft(
            PostRequirement,
            row,
            "title",
            title_en=row["title_en"],
            posts=int(row["posts"]),
            qualification_type_id=reference_id("qualification", asked) if asked else None,
        )


def equipment_requirement_drafts() -> Iterator[Draft]:
    """Yield the equipment each team type must have, standing and by task."""
    for row in (*sheet("equipment"), *sheet("task_equipment")):
        yield _draft(EquipmentRequirement, row, "kind", kind_en=row["kind_en"], quantity=int(row["quantity"]))


def _draft(table: type[Record], row: Row, name: str, **values: object) -> Draft:
    """Return one requirement; `name` is the column that tells it from the others of its type and task."""
    task = row.get("task")
    key = "/".join(part for part in (row["team_type"], task, row[name]) if part)
    return Draft(
        table,
        {
            "id": reference_id(table.table_name(), key),
            "team_type_id": reference_id("team_type", row["team_type"]),
            "task_state": TaskState(task) if task else None,
            name: row[name],
            "key": row["key"] == "1",
            "valid_from": REGISTER_OPENED,
            **values,
        },
    )
