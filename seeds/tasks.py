"""What team types must have in emergency and war where that differs from peace; figures are assumed."""

from __future__ import annotations

from collections.abc import Iterator

from registry.codes import TaskState
from registry.tables import EquipmentRequirement, PostRequirement
from seeds.organizations import REGISTER_OPENED
from seeds.sheets import sheet
from seeds.worlds import Draft, reference_id


def task_post_drafts() -> Iterator[Draft]:
    """Yield the posts that two team types must have in emergency and war, in place of those of peace."""
    for row in sheet("task_posts"):
        qualification = row["qualification"]
        yield Draft(
            PostRequirement,
            {
                "id": reference_id("post_requirement", f"{row['team_type']}/{row['task']}/{row['title']}"),
                "team_type_id": reference_id("team_type", row["team_type"]),
                "task_state": TaskState(row["task"]),
                "title": row["title"],
                "title_en": row["title_en"],
                "posts": int(row["posts"]),
                "key": row["key"] == "1",
                "qualification_type_id": reference_id("qualification", qualification)
                if qualification
                else None,
                "valid_from": REGISTER_OPENED,
            },
        )


def task_equipment_drafts() -> Iterator[Draft]:
    """Yield the equipment that two team types must have in war, in place of that of peace."""
    for row in sheet("task_equipment"):
        yield Draft(
            EquipmentRequirement,
            {
                "id": reference_id(
                    "equipment_requirement", f"{row['team_type']}/{row['task']}/{row['kind']}"
                ),
                "team_type_id": reference_id("team_type", row["team_type"]),
                "task_state": TaskState(row["task"]),
                "kind": row["kind"],
                "kind_en": row["kind_en"],
                "quantity": int(row["quantity"]),
                "key": row["key"] == "1",
                "valid_from": REGISTER_OPENED,
            },
        )
