"""A team's year through the API: reorganized by the guided act, letters signed, employers told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.codes import Sex
from registry.history import Act, changing
from registry.tables import Person
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.api.year import small_year
from tests.factories import SmallWorld
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

RUNS = {
    "CommitmentLetterRecord",
    "CommitmentLettersList",
    "EmployerNoticeRecord",
    "EmployerNoticesList",
    "EmployersToldShow",
    "LettersMissingShow",
    "MembershipRuleSet",
    "MembershipRuleShow",
    "MembershipRulesList",
    "MusterHold",
    "NoticesDueShow",
    "OutsideServiceEnd",
    "OutsideServiceRecord",
    "OutsideServicesList",
    "ReorganizationCancel",
    "ReorganizationComplete",
    "ReorganizationCountsRecord",
    "ReorganizationMoveDraft",
    "ReorganizationMoveDrop",
    "ReorganizationOpen",
    "ReorganizationShow",
    "ReorganizationsDueShow",
    "ReorganizationsList",
}


async def test_team_lives_through_its_year(api: Api, world: SmallWorld, act: Callable[..., Act]) -> None:
    journey = Journey(api)
    newcomer = await _newcomer(world, act())

    opened = await _open(journey, world)
    await _refuse_and_tell_all(journey, world, opened, newcomer)
    await _complete(journey, world, opened["id"], newcomer)
    await _cancel_another(journey, world)
    await _double_service(journey, world, newcomer)
    await _letters(journey, world)
    await _employers(journey, world)

    assert journey.ran == RUNS


async def _newcomer(world: SmallWorld, act: Act) -> Person:
    async with changing(act) as change:
        return await change.add(
            Person(
                region_id=world.district.id,
                reference="P-NEW",
                name="新人",
                salt="0" * 32,
                birth_year=1955,
                sex=Sex.FEMALE,
            )
        )


async def _open(journey: Journey, world: SmallWorld) -> Any:
    """Find the teams that are due, and open the reorganization of one."""
    asked = {"regionId": gid(world.district), "year": 2026, "first": 10}
    due = await journey.run("ReorganizationsDueShow", **asked)
    assert due["totalCount"] == 3
    opened = await journey.change(
        "ReorganizationOpen",
        "registrar",
        teamId=gid(world.team),
        year=2026,
        expectedVersion=1,
        openedOn="2025-12-15",
    )
    assert (opened["state"], opened["team"]["state"]) == ("OPEN", "REORGANIZING")
    assert (await journey.run("ReorganizationsDueShow", **asked))["totalCount"] == 2
    async with unchanged():
        for state in ("ACTIVE", "SUSPENDED"):
            given = {"teamId": gid(world.team), "state": state, "expectedVersion": 2, "reason": "aside"}
            refused = await journey.api.change(
                "moveTeamState", given, "registrar", "... on TransitionRefused { allowed }"
            )
            assert (refused["code"], refused["allowed"]) == ("TRANSITION_REFUSED", [])
    return opened


async def _refuse_and_tell_all(journey: Journey, world: SmallWorld, opened: Any, newcomer: Person) -> None:
    """Ask to complete a draft with everything wrong: each reason is told, nothing has changed."""
    joining = {"reorganizationId": opened["id"], "kind": "JOIN", "personId": gid(newcomer)}
    await journey.change(
        "ReorganizationMoveDraft", "registrar", postId=gid(world.posts[world.team.id][0]), **joining
    )
    member = world.people[world.teams["510302", world.team.category].id][1]
    drafted = await journey.change(
        "ReorganizationMoveDraft",
        "registrar",
        **{**joining, "personId": gid(member), "effectiveOn": "2026-02-01"},
    )
    asked = {"reorganizationId": opened["id"], "expectedVersion": opened["version"]}
    async with unchanged():
        refused = await journey.change("ReorganizationComplete", "registrar", **asked)
    assert (refused["code"], len(refused["reasons"])) == ("NOT_READY", 6)
    for word in ("muster", "1 lots", "still to come", "71 years", "already serves", "2 holders"):
        assert any(word in reason for reason in refused["reasons"]), (word, refused["reasons"])
    told = (await journey.run("ReorganizationShow", id=opened["id"]))["objections"]
    assert [(each["en"], each["zh"]) for each in told] == list(
        zip(refused["reasons"], refused["reasonsZh"], strict=True)
    )
    left = await journey.change(
        "ReorganizationMoveDrop", "registrar", moveId=drafted["id"], expectedVersion=1
    )
    assert len(left["moves"]) == 1


async def _complete(journey: Journey, world: SmallWorld, id_: str, newcomer: Person) -> None:
    """Draft, count, muster, complete."""
    leader, deputy, _ = members = world.memberships[world.team.id]
    posts = world.posts[world.team.id]
    for move in (
        {"kind": "LEAVE", "membershipId": gid(leader), "leaveReason": "AGE"},
        {"kind": "CHANGE", "membershipId": gid(deputy), "postId": gid(posts[0]), "role": "LEADER"},
        {
            "kind": "JOIN",
            "personId": gid(newcomer),
            "postId": gid(posts[1]),
            "specialExpertise": "核化专家",
        },
    ):
        drafted = await journey.change("ReorganizationMoveDraft", "registrar", reorganizationId=id_, **move)
        assert drafted["kind"] == move["kind"]
    item = {"itemId": gid(world.equipment[world.team.id]), "counted": 1}
    counted = await journey.change(
        "ReorganizationCountsRecord", "registrar", reorganizationId=id_, counts=[item]
    )
    assert [(each["counted"], each["recorded"]) for each in counted["counts"]] == [(1, 2)]
    marks = zip(members, ("PRESENT", "PRESENT", "EXCUSED"), strict=True)
    mustered = await journey.change(
        "MusterHold",
        "registrar",
        reorganizationId=id_,
        on="2026-01-04",
        place="人武部操场",
        members=[{"membershipId": gid(each), "presence": mark} for each, mark in marks],
        expectedVersion=1,
    )
    assert (mustered["objections"], len(mustered["presences"])) == ([], 3)
    done = await journey.change(
        "ReorganizationComplete",
        "registrar",
        reorganizationId=id_,
        expectedVersion=mustered["version"],
        evidenceIds=[],
    )
    figures = ("strengthBefore", "strengthAfter", "joined", "departed", "mustered", "present", "missing")
    assert [done[name] for name in figures] == [3, 3, 1, 1, 3, 2, 1]
    assert (done["turnover"], done["musterRate"], done["team"]["state"]) == (1 / 3, 2 / 3, "ACTIVE")
    listed = await journey.run("ReorganizationsList", first=5, filter={"year": 2026, "state": "COMPLETED"})
    assert [(each["team"]["code"], each["objections"]) for each in listed["nodes"]] == [(world.team.code, [])]


async def _cancel_another(journey: Journey, world: SmallWorld) -> None:
    """Open another team's reorganization and give it up."""
    other = next(team for team in world.teams.values() if team.region_id == world.sibling.id)
    opened = await journey.change(
        "ReorganizationOpen", "registrar", teamId=gid(other), year=2026, expectedVersion=1
    )
    cancelled = await journey.change(
        "ReorganizationCancel", "registrar", reorganizationId=opened["id"], expectedVersion=1
    )
    assert (cancelled["state"], cancelled["team"]["state"]) == ("CANCELLED", "ACTIVE")
    asked = {"withinId": gid(world.sibling), "state": "CANCELLED"}
    assert (await journey.run("ReorganizationsList", first=5, filter=asked))["totalCount"] == 1


async def _double_service(journey: Journey, world: SmallWorld, newcomer: Person) -> None:
    """Let members serve in the militia too, record such a service, and end it."""
    region = {"regionId": gid(world.district)}
    assert await journey.run("MembershipRuleShow", **region) is None
    rule = {"doubleService": "MILITIA", "mark": "SOURCED", "citation": "示例规定", "validFrom": "2026-01-01"}
    made = await journey.change("MembershipRuleSet", "registrar", regionId=gid(world.city), **rule)
    assert (await journey.run("MembershipRuleShow", **region))["id"] == made["id"]
    assert (await journey.run("MembershipRulesList", first=5))["totalCount"] == 1
    service = await journey.change(
        "OutsideServiceRecord", "registrar", personId=gid(newcomer), kind="MILITIA", validFrom="2025-01-01"
    )
    ended = await journey.change(
        "OutsideServiceEnd", "registrar", serviceId=service["id"], on="2026-01-01", expectedVersion=1
    )
    assert ended["validTo"] == "2026-01-01"
    for day, total in (("2025-12-31", 1), ("2026-01-01", 0)):
        listed = await journey.run("OutsideServicesList", first=5, filter={"on": day})
        assert listed["totalCount"] == total


async def _letters(journey: Journey, world: SmallWorld) -> None:
    """See who lacks a letter, and record one."""
    of_team = {"teamId": gid(world.team), "first": 10}
    missing = await journey.run("LettersMissingShow", **of_team)
    assert missing["totalCount"] == 3
    member = missing["nodes"][0]
    letter = await journey.change(
        "CommitmentLetterRecord",
        "registrar",
        membershipId=member["id"],
        signedOn="2026-01-03",
        validTo="2026-06-01",
        organizationId=gid(world.organizations["510302"]),
    )
    assert letter["membership"]["commitmentLetterOn"] == "2026-01-03"
    for day, total in (("2026-01-05", 2), ("2026-06-01", 3)):
        assert (await journey.run("LettersMissingShow", on=day, **of_team))["totalCount"] == total
    listed = await journey.run("CommitmentLettersList", first=5, filter={"teamId": gid(world.team)})
    assert [each["membership"]["id"] for each in listed["nodes"]] == [member["id"]]


async def _employers(journey: Journey, world: SmallWorld) -> None:
    """See which notices fall due, send one, and see that it no longer is."""
    year = await small_year(world, world.city, world.team)
    asked = {"regionId": gid(world.city), "withinDays": 60, "first": 10}
    (due,) = await journey.run("NoticesDueShow", **asked)
    assert (due["dueOn"], due["late"], due["persons"]) == ("2026-02-02", False, 2)
    assert due["event"]["uid"] == year.event.uid
    told = {"teamId": due["team"]["id"], "trainingOn": due["event"]["firstDay"]}
    (before,) = await journey.run("EmployersToldShow", **told)
    assert (before["organization"], before["notice"]) == (due["organization"], None)
    notice = await journey.change(
        "EmployerNoticeRecord",
        "registrar",
        organizationId=due["organization"]["id"],
        sentOn="2026-01-05",
        method="LETTER",
        sender="示例国防动员办公室",
        eventUid=due["event"]["uid"],
        **told,
    )
    assert (notice["late"], notice["persons"]) == (False, 2)
    assert await journey.run("NoticesDueShow", **asked) == []
    assert (await journey.run("EmployersToldShow", **told))[0]["notice"]["id"] == notice["id"]
    assert (await journey.run("EmployerNoticesList", first=5))["totalCount"] == 1
    assert await journey.run("NoticesDueShow", regionId="nonsense", first=1) is None
    assert await journey.run("EmployersToldShow", **{**told, "teamId": "nonsense"}) is None
