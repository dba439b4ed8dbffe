"""The registry's part of the facts of readiness: teams, what they must have, people, equipment, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.codes import FindingState, TeamCategory
from registry.periods import reaching
from registry.qualifications.standings import superseded_by
from registry.readiness.records.confirmed import Words, latest, words_for
from registry.readiness.records.reading import Chosen, Row, read, within
from registry.readiness.records.required import required
from registry.tables import (
    EquipmentItem,
    EquipmentTransfer,
    Finding,
    QualificationGrant,
    QualificationType,
    Unavailability,
)

#: Categories of whose region a communications link must be proved.
LINKED = frozenset({TeamCategory.COM.value, TeamCategory.MCP.value})


async def registry_rows(chosen: Chosen, same: Mapping[str, str]) -> dict[str, list[Row]]:
    """
    Return the rows the registry knows, in a fixed number of statements.

    `same` are the identities of persons (`registry.matching.identities`). `team`, and the executions among
    `muster`, are for `exercises` to add.
    """
    posts, lines = await required(chosen)
    words = await words_for(chosen)
    members, holders, records = await _members(chosen, same, words)
    grants, away = await _persons(chosen, records, same)
    return {
        "post": posts,
        "line": lines,
        "member": members,
        "appointment": holders,
        "grant": grants,
        "away": away,
        "item": await _items(chosen, words),
        "finding": await _findings(chosen),
        "muster": list(words.musters),
    }


def _lasts(start: date, end: date | None) -> bool:
    return end is None or start < end


async def _members(
    chosen: Chosen, same: Mapping[str, str], words: Words
) -> tuple[list[Row], list[Row], frozenset[str]]:
    """Return people by period served, their appointments, and the ids of their records."""
    listed = chosen.memberships().order_by("valid_from", "id")
    columns = ("team_id", "person_id", "valid_from", "valid_to", "person__reference", "post_id", "id")
    found = [
        (team, same.get(record, record), record, start, end, *rest)
        for team, record, start, end, *rest in await read(listed, *columns, "commitment_letter_on")
        if _lasts(start, end)
    ]
    serving: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        serving[row[0], row[1]].append(row)
    members: list[Row] = []
    for (team, person), periods in serving.items():
        own = [(p[3], p[8] is not None or p[7] in words.evidenced) for p in periods]
        word = latest(own, words.people.get(team, ()), [(p[3], p[4]) for p in periods], chosen.on)
        members += [(team, person, p[5], p[3], p[4], *word) for p in periods]
    holders = [(p[0], p[1], p[6], p[3], p[4]) for p in found if p[6] is not None]
    return members, holders, frozenset(row[2] for row in found)


async def _persons(
    chosen: Chosen, records: frozenset[str], same: Mapping[str, str]
) -> tuple[list[Row], list[Row]]:
    """Return the grants and absences of the people, whichever of their records says so."""
    theirs = _of_people(chosen, records, same)
    codes = await _codes()
    grants: list[Row] = []
    columns = ("person_id", "qualification_type_id", "valid_from", "valid_to", "revoked_on")
    for record, kind, start, *ends in await read(rows(SYSTEM, QualificationGrant).filter(theirs), *columns):
        end = min((each for each in ends if each is not None), default=None)
        if _lasts(start, end):
            grants += [(same.get(record, record), code, start, end) for code in codes[kind]]
    out = rows(SYSTEM, Unavailability).filter(theirs, reaching(chosen.since))
    away = [
        (same.get(record, record), start, end)
        for record, start, end in await read(out, "person_id", "valid_from", "valid_to")
        if _lasts(start, end)
    ]
    return sorted(set(grants), key=str), away


def _of_people(chosen: Chosen, records: frozenset[str], same: Mapping[str, str]) -> Q:
    """Return the condition that something belongs to the people, under whichever of their records."""
    people = {same[record] for record in records if record in same}
    others = [record for record, person in same.items() if person in people and record not in records]
    if chosen.few:
        return within("person_id", [*records, *others])
    serving = Subquery(chosen.memberships().values("person_id"))
    return within("person_id", serving) | within("person_id", others)


async def _codes() -> dict[str, list[str]]:
    """Return the codes each kind of qualification stands for: its own, and those it supersedes."""
    by_id = {each.id: each for each in await rows(SYSTEM, QualificationType).all()}
    return {
        str(key): [each.code, *sorted(by_id[older].code for older in superseded_by(by_id, key))]
        for key, each in by_id.items()
    }


async def _items(chosen: Chosen, words: Words) -> list[Row]:
    """Return the items the teams have, each since it came to its team."""
    came: dict[tuple[str, str], date] = {}
    moved = rows(SYSTEM, EquipmentTransfer).filter(chosen.among("to_team_id"), moved_on__lte=chosen.on)
    for item, team, day in await read(moved.order_by("moved_on"), "received_id", "to_team_id", "moved_on"):
        came[item, team] = day
    listed = rows(SYSTEM, EquipmentItem).filter(chosen.among(), reaching(chosen.since), quantity__gt=0)
    columns = ("team_id", "id", "kind", "quantity", "state", "next_inspection_on", "valid_from", "valid_to")
    items: list[Row] = []
    for *start, since, until, serial in await read(listed.order_by("id"), *columns, "serial"):
        team, item = start[0], start[1]
        held = max(since, came.get((item, team), since))
        if _lasts(held, until):
            said = [*words.equipment.get(team, ()), *words.items.get(item, ())]
            word = latest([(held, item in words.evidenced)], said, [(held, until)], chosen.on)
            items.append((*start, held, until, serial, *word))
    return items


async def _findings(chosen: Chosen) -> list[Row]:
    listed = rows(SYSTEM, Finding).filter(chosen.among()).exclude(state=FindingState.WITHDRAWN)
    columns = ("team_id", "id", "title", "severity", "valid_from", "due_on", "verified_on")
    return await read(listed.order_by("valid_from", "id"), *columns)
