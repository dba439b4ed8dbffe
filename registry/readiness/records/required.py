"""What teams must have for each task: posts and lines of equipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tortoise.expressions import Q

from registry.access import SYSTEM, rows
from registry.codes import TaskState
from registry.periods import in_force
from registry.readiness.records.reading import Chosen, Row, read
from registry.tables import EquipmentRequirement, Post, PostRequirement

_PEACE = TaskState.PEACE.value
_KIND_OF_TEAM = -1  # the last column of `Chosen.teams`


async def required(chosen: Chosen) -> tuple[list[Row], list[Row]]:
    """
    Return posts and lines of the teams by task, as `registry.readiness.frames` has them; three statements.

    In peace a team's posts are its own. A type that has rows for another task, of posts or of equipment,
    has a whole set for it: what it says nothing of is as in peace.
    """
    own = await _own_posts(chosen)
    posts = await _post_requirements(chosen)
    lines = await _line_requirements(chosen)
    tasks = {(kind, task) for kind, task in (*posts, *lines) if task not in (None, _PEACE)}
    asked: defaultdict[str, list[str]] = defaultdict(lambda: [_PEACE])
    for kind, task in sorted(tasks):
        asked[kind].append(task)
    found_posts: list[Row] = []
    found_lines: list[Row] = []
    for team in chosen.teams:
        kind = team[_KIND_OF_TEAM]
        for task in asked[kind]:
            special = [] if task == _PEACE else posts.get((kind, task), [])
            found_posts += [(team[0], task, *post) for post in special or own.get(team[0], [])]
            wanted = next((lines[key] for key in _fallbacks(kind, task) if key in lines), [])
            found_lines += [(team[0], task, *line) for line in wanted]
    return found_posts, found_lines


def _fallbacks(kind: str, task: str) -> Iterable[tuple[str, str | None]]:
    """Return whose lines hold for a task, the nearest first: its own, those of peace, those of any task."""
    return (kind, task), (kind, _PEACE), (kind, None)


async def _own_posts(chosen: Chosen) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    listed = rows(SYSTEM, Post).filter(chosen.among(), in_force(chosen.on)).order_by("ordinal", "id")
    columns = ("team_id", "id", "title", "title_en", "key", "qualification_type__code")
    for team, *post in await read(listed, *columns):
        found[team].append(tuple(post))
    return found


async def _post_requirements(chosen: Chosen) -> dict[tuple[str, str | None], list[Row]]:
    """Return the posts of each type and task; each of them has an id of its own."""
    found: defaultdict[tuple[str, str | None], list[Row]] = defaultdict(list)
    listed = rows(SYSTEM, PostRequirement).filter(_of_types(chosen), in_force(chosen.on)).order_by("id")
    columns = ("id", "posts", "title", "title_en", "key", "qualification_type__code")
    for kind, task, row, count, *post in await read(listed, "team_type_id", "task_state", *columns):
        found[kind, task] += [(f"{row}:{number}", *post) for number in range(1, count + 1)]
    return found


async def _line_requirements(chosen: Chosen) -> dict[tuple[str, str | None], list[Row]]:
    found: defaultdict[tuple[str, str | None], list[Row]] = defaultdict(list)
    wanted = rows(SYSTEM, EquipmentRequirement).filter(_of_types(chosen), in_force(chosen.on))
    listed = wanted.filter(quantity__gt=0).order_by("id")
    columns = ("team_type_id", "task_state", "kind", "kind_en", "quantity", "key")
    for kind, task, *line in await read(listed, *columns):
        found[kind, task].append(tuple(line))
    return found


def _of_types(chosen: Chosen) -> Q:
    return chosen.among("team_type_id", "team_type_id")
