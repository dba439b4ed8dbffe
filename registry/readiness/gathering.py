"""The registry's part of the facts of readiness: teams, what they must have, people, equipment, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import pandas as pd
from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.codes import FindingState, TaskState, TeamCategory
from registry.frame import Frame
from registry.periods import in_force, reaching
from registry.qualifications.standings import superseded_by
from registry.readiness.confirmed import (
    confirmations,
    counts,
    evidenced,
    inspected,
    musters,
    word_for,
    word_for_items,
)
from registry.readiness.reading import Chosen, days, lasting, read, renamed, with_columns
from registry.tables import (
    EquipmentItem,
    EquipmentRequirement,
    EquipmentTransfer,
    Finding,
    Post,
    PostRequirement,
    QualificationGrant,
    QualificationType,
    Unavailability,
)

#: Categories of whose region a communications link must be proved.
LINKED = frozenset({TeamCategory.COM.value, TeamCategory.MCP.value})
_PEACE = TaskState.PEACE.value


async def registry_frames(chosen: Chosen, same: Mapping[str, str]) -> dict[str, Frame]:
    """
    Return the frames the registry knows, in a fixed number of statements.

    `same` are the identities of persons (`registry.matching.identities`). Of `team` the month of the muster, and of `muster` the executions, are for `exercises` to add.
    """
    teams = await _teams(chosen)
    posts, lines = await _required(chosen, teams)
    said, mustered = await confirmations(chosen), await musters(chosen)
    proof = await evidenced(chosen)
    members = await _members(chosen, same, proof)
    return {
        "team": teams,
        "post": posts,
        "line": lines,
        "member": with_columns("member", word_for(members, said, mustered, chosen)),
        "appointment": _appointments(members),
        **await _persons(chosen, members, same),
        "item": await _items(chosen, said, proof),
        "finding": await _findings(chosen),
        "muster": mustered.rename(columns={"day": "held_on"}),
    }


async def _teams(chosen: Chosen) -> Frame:
    found = await read(
        chosen.teams(),
        team="id",
        code="code",
        name="name",
        category="category",
        region="region_id",
        state="state",
        active_since="valid_from",
        type="team_type_id",
    )
    return found.assign(muster_month=0, needs_link=found["category"].isin(LINKED))


async def _required(chosen: Chosen, teams: Frame) -> tuple[Frame, Frame]:
    """Return posts and lines by task: a task with rows of its own for either has a whole set of both."""
    own = await read(
        rows(SYSTEM, Post).filter(chosen.among(), in_force(chosen.on)),
        team="team_id",
        post="id",
        title="title",
        title_en="title_en",
        key="key",
        qualification="qualification_type__code",
    )
    asked = chosen.among("team_type_id", "team_type_id")
    posts = await read(
        rows(SYSTEM, PostRequirement).filter(asked, in_force(chosen.on)),
        type="team_type_id",
        requirement="id",
        title="title",
        title_en="title_en",
        posts="posts",
        key="key",
        qualification="qualification_type__code",
        task="task_state",
    )
    lines = await read(
        rows(SYSTEM, EquipmentRequirement).filter(asked, in_force(chosen.on), quantity__gt=0),
        type="team_type_id",
        kind="kind",
        kind_en="kind_en",
        required="quantity",
        key="key",
        task="task_state",
    )
    tasks = _tasks(posts, lines, teams)
    made = _numbered(posts[posts["task"].notna() & (posts["task"] != _PEACE)])
    special = tasks.merge(made, on=["type", "task"])
    plain = tasks.merge(own, on="team")
    return (
        with_columns("post", pd.concat([_without(plain, special), special], ignore_index=True)),
        with_columns("line", _lines(tasks, lines)),
    )


def _tasks(posts: Frame, lines: Frame, teams: Frame) -> Frame:
    """Return for which tasks each team has a set of its own: team, type, task."""
    named = pd.concat([posts[["type", "task"]], lines[["type", "task"]]]).dropna().drop_duplicates()
    of_types = teams[["team", "type"]]
    special = of_types.merge(named[named["task"] != _PEACE], on="type")
    return pd.concat([of_types.assign(task=_PEACE), special], ignore_index=True)


def _numbered(posts: Frame) -> Frame:
    """Return one row for each post of the requirements, each with an id of its own."""
    many = posts.loc[posts.index.repeat(posts["posts"])]
    number = many.groupby("requirement").cumcount() + 1
    return many.assign(post=many["requirement"].str.cat(number.astype(str), sep=":"))


def _lines(tasks: Frame, lines: Frame) -> Frame:
    special = tasks.merge(lines[lines["task"].notna()], on=["type", "task"])
    plain = tasks.merge(lines[lines["task"].isna()].drop(columns="task"), on="type")
    return pd.concat([_without(plain, special), special], ignore_index=True)


def _without(plain: Frame, special: Frame) -> Frame:
    """Return the plain rows of teams and tasks that have no rows of their own."""
    taken = pd.MultiIndex.from_frame(special[["team", "task"]])
    return plain[~pd.MultiIndex.from_frame(plain[["team", "task"]]).isin(taken)]


async def _members(chosen: Chosen, same: Mapping[str, str], proof: frozenset[str]) -> Frame:
    """Return one row a membership; `proved` tells whether a letter or evidence stands behind it."""
    found = await read(
        chosen.memberships(),
        team="team_id",
        record="person_id",
        reference="person__reference",
        membership="id",
        post="post_id",
        served_from="valid_from",
        served_to="valid_to",
        letter="commitment_letter_on",
    )
    proved = found["membership"].isin(proof) | found["letter"].notna()
    members = found.assign(person=renamed(found["record"], same), proved=proved)
    return lasting(members, "served_from", "served_to")


def _appointments(members: Frame) -> Frame:
    appointed = members[members["post"].notna()]
    return with_columns("appointment", appointed.rename(columns={"served_from": "from", "served_to": "to"}))


async def _persons(chosen: Chosen, members: Frame, same: Mapping[str, str]) -> dict[str, Frame]:
    """Return what is known of the people, whichever of their records says so: grants and absences."""
    serving, known = set(members["person"]), set(members["record"])
    others = [UUID(record) for record, person in same.items() if person in serving and record not in known]
    theirs = Q(person_id__in=Subquery(chosen.memberships().values("person_id"))) | Q(person_id__in=others)
    grants = await read(
        rows(SYSTEM, QualificationGrant).filter(theirs),
        record="person_id",
        type="qualification_type_id",
        **{"from": "valid_from", "to": "valid_to", "revoked": "revoked_on"},
    )
    away = await read(
        rows(SYSTEM, Unavailability).filter(theirs, reaching(chosen.since)),
        record="person_id",
        **{"from": "valid_from", "to": "valid_to"},
    )
    codes = _codes(await rows(SYSTEM, QualificationType).all())
    granted = grants.assign(
        person=renamed(grants["record"], same),
        qualification=grants["type"].map(codes),
        to=pd.concat([grants["to"], pd.Series(days(list(grants["revoked"])))], axis=1).min(axis=1),
    ).explode("qualification")
    return {
        "grant": with_columns("grant", lasting(granted, "from", "to").drop_duplicates()),
        "away": with_columns("away", away.assign(person=renamed(away["record"], same))),
    }


def _codes(types: Iterable[QualificationType]) -> dict[str, list[str]]:
    """Return the codes each type stands for: its own, and those it supersedes."""
    by_id = {each.id: each for each in types}
    return {
        str(key): [each.code, *sorted(by_id[older].code for older in superseded_by(by_id, key))]
        for key, each in by_id.items()
    }


async def _items(chosen: Chosen, said: Frame, proof: frozenset[str]) -> Frame:
    """Return the items the teams have, each since it came to its team."""
    found = await read(
        rows(SYSTEM, EquipmentItem).filter(chosen.among(), reaching(chosen.since), quantity__gt=0),
        team="team_id",
        item="id",
        kind="kind",
        quantity="quantity",
        state="state",
        inspection_due_on="next_inspection_on",
        held_from="valid_from",
        held_to="valid_to",
        serial="serial",
    )
    came = await read(
        rows(SYSTEM, EquipmentTransfer).filter(chosen.among("to_team_id"), moved_on__lte=chosen.on),
        item="received_id",
        team="to_team_id",
        day="moved_on",
    )
    last = came.rename(columns={"day": "since"}).groupby(["item", "team"], as_index=False)["since"].max()
    since = found.merge(last, on=["item", "team"], how="left")
    items = since.assign(
        held_from=since[["held_from", "since"]].max(axis=1), proved=since["item"].isin(proof)
    )
    seen = pd.concat([await counts(chosen), await inspected(chosen)])
    held = lasting(items, "held_from", "held_to")
    return with_columns("item", word_for_items(held, said, seen, chosen))


async def _findings(chosen: Chosen) -> Frame:
    listed = rows(SYSTEM, Finding).filter(chosen.among()).exclude(state=FindingState.WITHDRAWN)
    columns: dict[str, Any] = {
        "team": "team_id",
        "finding": "id",
        "title": "title",
        "severity": "severity",
        "found_on": "valid_from",
        "due_on": "due_on",
        "closed_on": "verified_on",
    }
    return await read(listed, **columns)
