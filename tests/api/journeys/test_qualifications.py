"""Qualifications and evidence through the API: granted with proof, warned of, renewed, revoked."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from registry.access import viewer_of
from registry.evidence import FolderStore, keep
from registry.history import Act
from registry.tables import EvidenceFile, QualificationGrant, Region
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld
from tests.registry.evidence.files import PDF

pytestmark = pytest.mark.anyio

RUNS = {
    "EvidenceAttach",
    "EvidenceShow",
    "PersonQualificationsShow",
    "QualificationAlertsShow",
    "QualificationGrant",
    "QualificationRenew",
    "QualificationRevoke",
}


async def upload(world: SmallWorld, act: Act, folder: Path, region: Region) -> EvidenceFile:
    """Store a file of evidence, as `POST /evidence` would."""
    viewer = await viewer_of(world.principals["registrar"].id, on=date(2026, 1, 5))
    return await keep(
        viewer, act, FolderStore(folder), region.id, io.BytesIO(PDF), name="证书.pdf", limit=9_999
    )


async def test_qualifications_are_kept_up(
    api: Api, world: SmallWorld, act: Callable[..., Act], tmp_path: Path
) -> None:
    journey = Journey(api)
    holder = world.people[world.team.id][0]
    old = await QualificationGrant.get(person_id=holder.id)
    file = await upload(world, act(), tmp_path, world.district)

    lapsing = await journey.run("QualificationAlertsShow", withinId=gid(world.district), on="2027-05-01")
    own = next(each for each in lapsing if each["person"]["reference"] == holder.reference)
    assert (own["state"], own["on"], own["daysLeft"]) == ("EXPIRING", "2027-06-01", 31)
    assert own["posts"] == [{"post": {"title": "操作手", "key": True}, "team": {"code": world.team.code}}]
    assert own["person"]["name"] is None, "a planner may not read names"
    assert await journey.run("QualificationAlertsShow", withinId=gid(world.foreign_city)) is None

    late = await journey.change(
        "QualificationRenew", "registrar", grantId=gid(old), issuedOn="2027-06-03", evidenceIds=[str(file.id)]
    )
    assert late["code"] == "INVALID_VALUE"
    renewed = await journey.change(
        "QualificationRenew",
        "registrar",
        grantId=gid(old),
        issuedOn="2027-06-03",
        acceptGap=True,
        evidenceIds=[gid(file)],
    )
    assert (renewed["gapDays"], renewed["renewalOf"]["version"]) == (2, 1)
    assert renewed["expiresOn"] == "2030-06-03"

    other = world.people[world.team.id][1]
    grant = {"personId": gid(other), "qualificationTypeId": gid(world.qualification)}
    twice = await journey.change("QualificationGrant", "registrar", issuedOn="2024-06-01", **grant)
    assert twice["code"] == "INVALID_VALUE"
    made = await journey.change("QualificationGrant", "registrar", issuedOn="2026-01-01", **grant)
    revoked = await journey.change(
        "QualificationRevoke", "registrar", grantId=made["id"], revokedOn="2026-01-03", expectedVersion=1
    )
    assert (revoked["revokedOn"], revoked["revocationReason"]) == ("2026-01-03", "journey")
    shown = await journey.run("PersonQualificationsShow", id=gid(other))
    assert [(each["state"], each["holds"]) for each in shown["qualificationStates"]] == [("REVOKED", False)]
    assert len(shown["qualifications"]) == 2

    await _evidence(journey, world, file, renewed["id"])

    assert journey.ran == RUNS


async def _evidence(journey: Journey, world: SmallWorld, file: EvidenceFile, grant: str) -> None:
    """Show what proves a grant, attach the same file to a team, and find it in the history."""
    proof = await journey.run("EvidenceShow", "registrar", recordId=grant, first=3)
    (link,) = proof["nodes"]
    assert (link["recordId"], link["evidence"]["sha256"]) == (grant, file.sha256)
    assert (link["evidence"]["name"], link["evidence"]["path"]) == ("证书.pdf", f"/evidence/{file.id}")
    masked = await journey.run("EvidenceShow", recordId=grant, first=3)
    assert masked["nodes"][0]["evidence"]["name"] is None
    team = gid(world.team)
    attach = {"recordId": team, "evidenceIds": [str(file.id)], "note": "组建批复"}
    attached = await journey.change("EvidenceAttach", "registrar", **attach)
    assert [each["note"] for each in attached["links"]] == ["组建批复"]
    for login, wrong, code in (
        ("planner", {}, "ACCESS_DENIED"),
        ("registrar", {"evidenceIds": []}, "INVALID_VALUE"),
        ("registrar", {"recordId": gid(world.qualification)}, "ACCESS_DENIED"),
        ("registrar", {"recordId": gid(file)}, "ACCESS_DENIED"),
        ("registrar", {"recordId": gid(world.foreign_team)}, "NOT_FOUND"),
    ):
        assert (await journey.change("EvidenceAttach", login, **{**attach, **wrong}))["code"] == code
    assert await journey.run("EvidenceShow", recordId=gid(world.foreign_team), first=1) is None
    history = await journey.api.data(
        "query ($id: ID!) { history(id: $id, first: 1)"
        " { nodes { reason evidence { evidence { sha256 } } } } }",
        {"id": grant},
    )
    told = history["history"]["nodes"]
    assert told == [{"reason": "journey", "evidence": [{"evidence": {"sha256": file.sha256}}]}]


async def test_standings_take_as_many_statements_for_three_people_as_for_one(
    api: Api, world: SmallWorld, statements
) -> None:
    query = """query ($first: Int!) { people(first: $first) { nodes { reference
      qualificationStates { state qualificationType { code } grant { gapDays } } } } }"""
    counts = {}
    for first in (1, 3):
        with statements.counted() as seen:
            people = (await api.data(query, {"first": first}))["people"]["nodes"]
        assert [len(each["qualificationStates"]) for each in people] == [1] * first
        counts[first] = len(seen)

    assert counts == {1: 7, 3: 7}
