"""Works through the API: registered, classified, built, certified, opened to the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.codes import RuleSubject, SourceMark
from registry.history import Act, changing
from registry.tables import RuleFigure, RuleText
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {
    "CertificateChangeDecide",
    "CertificateChangeEnter",
    "CertificateChangeRequest",
    "CertificateDuesShow",
    "NetworkGapsShow",
    "NetworkRegionAdd",
    "ParkingBaysSet",
    "ParkingFactsList",
    "ResponsibleBodiesList",
    "ResponsibleBodyAssign",
    "ResponsibleBodyEnd",
    "ResponsibleLineShow",
    "RuleFigureSet",
    "RuleTextFill",
    "RuleTextsList",
    "ShelterClose",
    "ShelterOpen",
    "ShelterOpeningsList",
    "StructuralTestRecord",
    "UseCertificateApply",
    "UseCertificateDecide",
    "UseCertificateRevoke",
    "UseCertificateShow",
    "UseCertificatesList",
    "WorkClassify",
    "WorkFiguresShow",
    "WorkProjectAccept",
    "WorkProjectBegin",
    "WorkProjectMove",
    "WorkProjectShow",
    "WorkProjectsList",
    "WorkRegister",
    "WorkShow",
    "WorkSurveyRecord",
    "WorkUpdate",
    "WorksList",
}

RULE = "USE-CERTIFICATE"
FIGURE = "use-certificate.decide-days"


async def store_rule(act: Act) -> tuple[RuleText, RuleFigure]:
    """Store a blank rule with one figure, as the product ships them."""
    async with changing(act) as change:
        rule = await change.add(
            RuleText(
                code=RULE,
                title="平时使用证管理规定",
                title_en="rule on peacetime-use certificates",
                subject=RuleSubject.CERTIFICATES,
                mark=SourceMark.ASSUMED,
            )
        )
        figure = await change.add(
            RuleFigure(
                rule_id=rule.id,
                code=FIGURE,
                title="审批期限",
                title_en="days to decide",
                value=10,
                unit="days",
                mark=SourceMark.ASSUMED,
            )
        )
    return rule, figure


async def test_works_are_looked_after(api: Api, world: SmallWorld, act: Callable[..., Act]) -> None:
    journey = Journey(api)
    await store_rule(act())

    estate = await _network(journey, world)
    work = await _work(journey, world, estate)
    await _project(journey, world, work)
    await _certificate(journey, world, work)
    await _open(journey, world, work)
    await _rules(journey, world)

    assert journey.ran == RUNS


async def _network(journey: Journey, world: SmallWorld) -> str:
    """Add a street, a community and an estate, and say who answers for them."""
    above = gid(world.district)
    for code, name in (
        ("510302901", "示例街道"),
        ("510302901901", "示例社区"),
        ("510302901901-01", "示例小区"),
    ):
        added = await journey.change(
            "NetworkRegionAdd", "registrar", parentId=above, code=code, name=name, fromDay="2025-02-01"
        )
        assert added["code"] == code
        above = added["id"]
    body = await journey.change(
        "ResponsibleBodyAssign",
        "registrar",
        regionId=above,
        organizationId=gid(world.organizations["510302"]),
        fromDay="2025-02-01",
        dutyPhone="000-1",
    )
    assert (body["level"], body["region"]["code"]) == ("PROPERTY", "510302901901-01")
    line = await journey.run("ResponsibleLineShow", regionId=above)
    assert [step["body"] is not None for step in line] == [False, False, False, False, True]
    assert line[-1]["body"]["dutyPhone"] is None
    assert len(await journey.run("NetworkGapsShow", regionId=gid(world.district))) == 3
    listed = await journey.run("ResponsibleBodiesList", "registrar", first=3)
    assert [each["dutyPhone"] for each in listed["nodes"]] == ["000-1"]
    ended = await journey.change(
        "ResponsibleBodyEnd", "registrar", bodyId=body["id"], endedOn="2025-12-31", expectedVersion=1
    )
    assert ended["validTo"] == "2025-12-31"
    return str(above)


async def _work(journey: Journey, world: SmallWorld, estate: str) -> str:
    """Register a work, correct it, have it surveyed, tested and classified."""
    facts = {
        "regionId": estate,
        "code": "W-1",
        "name": "示例早期工程",
        "kind": "EARLY",
        "areaM2": 5_000,
        "ownerId": gid(world.organizations["510302"]),
    }
    work = await journey.change("WorkRegister", "registrar", work=facts)
    assert work["region"]["code"] == "510302901901-01"
    changed = await journey.change(
        "WorkUpdate", "registrar", workId=work["id"], work={**facts, "areaM2": 5_200}, expectedVersion=1
    )
    assert (changed["areaM2"], changed["version"]) == (5_200, 2)
    survey = await journey.change(
        "WorkSurveyRecord",
        "registrar",
        workId=work["id"],
        surveyedOn="2025-03-01",
        method="LASER_SCAN",
        surveyor="示例测绘",
        areaM2=5_190,
    )
    assert survey["areaM2"] == 5_190
    test = await journey.change(
        "StructuralTestRecord",
        "registrar",
        workId=work["id"],
        testedOn="2025-03-02",
        method="CORE",
        tester="示例检测",
        grade="B",
        validUntil="2030-03-02",
    )
    assert test["grade"] == "B"
    decided: dict[str, Any] = {
        "workId": work["id"],
        "decidedOn": "2025-04-01",
        "basis": "示例文件",
        "decidedBy": "示例国防动员办公室",
    }
    classified = await journey.change("WorkClassify", "approver", usageClass="KEEP", **decided)
    assert (classified["usageClass"], classified["until"]) == ("KEEP", None)
    twice = await journey.change("WorkClassify", "approver", usageClass="RENOVATE", **decided)
    assert twice["code"] == "INVALID_VALUE"
    listed = await journey.run("WorksList", first=3, filter={"usageClass": "KEEP"})
    assert [each["classification"]["usageClass"] for each in listed["nodes"]] == ["KEEP"]
    none = await journey.run("WorksList", first=3, filter={"unclassified": True})
    assert none["totalCount"] == 0
    shown = await journey.run("WorkShow", id=work["id"])
    assert (len(shown["surveys"]), len(shown["structuralTests"]), len(shown["classifications"])) == (1, 1, 1)
    return str(work["id"])


async def _project(journey: Journey, world: SmallWorld, work: str) -> None:
    """Take a project from its design to acceptance."""
    project = await journey.change(
        "WorkProjectBegin",
        "registrar",
        regionId=gid(world.district),
        code="P-1",
        name="示例项目",
        areaM2=7_000,
        begunOn="2025-02-01",
    )
    version = project["version"]
    for day, stage in (("2025-03-01", "STARTED"), ("2025-04-01", "BUILDING"), ("2025-09-01", "COMPLETED")):
        moved = await journey.change(
            "WorkProjectMove",
            "registrar",
            projectId=project["id"],
            stage=stage,
            reachedOn=day,
            expectedVersion=version,
        )
        assert moved["stage"] == stage
        version = moved["version"]
    accepted = await journey.change(
        "WorkProjectAccept",
        "approver",
        projectId=project["id"],
        acceptedOn="2025-10-01",
        areaM2=6_900,
        document="示例验收",
        expectedVersion=version,
        workId=work,
    )
    assert accepted["acceptances"] == [{"acceptedOn": "2025-10-01", "areaM2": 6_900}]
    assert (await journey.run("WorkProjectsList", first=3, filter={"stage": "ACCEPTED"}))["totalCount"] == 1
    steps = (await journey.run("WorkProjectShow", id=project["id"]))["steps"]
    assert [step["stage"] for step in steps] == ["DESIGN", "STARTED", "BUILDING", "COMPLETED", "ACCEPTED"]


async def _certificate(journey: Journey, world: SmallWorld, work: str) -> None:
    """Apply for a certificate, grant it, change it and revoke it."""
    applied = await journey.change(
        "UseCertificateApply",
        "registrar",
        workId=work,
        organizationId=gid(world.organizations["510302"]),
        code="A-1",
        use="PARKING",
        areaM2=3_000,
        contractOn="2025-11-03",
        contractUntil="2026-11-03",
        appliedOn="2025-11-20",
    )
    assert applied["state"] == "APPLIED"
    dues = await journey.run("CertificateDuesShow", regionId=gid(world.city))
    assert [(due["kind"], due["dueOn"], due["late"]) for due in dues] == [
        ("APPLICATION", "2025-11-10", True),
        ("DECISION", "2025-11-30", True),
    ]
    granted = await journey.change(
        "UseCertificateDecide",
        "approver",
        certificateId=applied["id"],
        decidedOn="2025-12-01",
        decision="示例决定",
        number="SY-1",
        expectedVersion=1,
    )
    assert (granted["state"], granted["expiresOn"]) == ("IN_FORCE", "2026-11-03")
    asked = await journey.change(
        "CertificateChangeRequest",
        "registrar",
        certificateId=applied["id"],
        requestedOn="2025-12-02",
        wantedOn="2026-01-04",
        areaM2=2_500,
    )
    decided = await journey.change(
        "CertificateChangeDecide",
        "approver",
        changeId=asked["id"],
        accepted=True,
        decidedOn="2025-12-05",
        decision="同意",
        expectedVersion=1,
    )
    entered = await journey.change(
        "CertificateChangeEnter", "registrar", changeId=asked["id"], expectedVersion=decided["version"]
    )
    assert entered["certificate"]["areaM2"] == 2_500
    listed = await journey.run("UseCertificatesList", first=3, filter={"state": "IN_FORCE", "workId": work})
    assert listed["totalCount"] == 1
    version = listed["nodes"][0]["version"]
    revoked = await journey.change(
        "UseCertificateRevoke",
        "approver",
        certificateId=applied["id"],
        revokedOn="2026-01-05",
        decision="示例决定",
        expectedVersion=version,
    )
    assert revoked["state"] == "REVOKED"
    assert len((await journey.run("UseCertificateShow", id=applied["id"]))["changes"]) == 1


async def _open(journey: Journey, world: SmallWorld, work: str) -> None:
    """Open the work, close it, offer parking bays, and look at the figures."""
    opened = await journey.change(
        "ShelterOpen",
        "registrar",
        workId=work,
        openedOn="2025-07-01",
        purpose="COOLING",
        capacityPersons=300,
    )
    closed = await journey.change(
        "ShelterClose", "registrar", openingId=opened["id"], closedOn="2025-09-01", expectedVersion=1
    )
    assert closed["closedOn"] == "2025-09-01"
    bays = await journey.change("ParkingBaysSet", "registrar", workId=work, bays=120, fromDay="2025-07-01")
    assert (bays["bays"], bays["fact"]["validTo"]) == (120, None)
    assert (await journey.run("ShelterOpeningsList", first=3))["totalCount"] == 1
    assert (await journey.run("ParkingFactsList", first=3, filter={"current": True}))["totalCount"] == 1
    of_city = {"regionId": gid(world.city), "since": "2025-01-01"}
    summer = await journey.run("WorkFiguresShow", on="2025-08-01", **of_city)
    assert (summer["sheltersOpen"], summer["shelterCapacityPersons"], summer["parkingBays"]) == (1, 300, 120)
    today = await journey.run("WorkFiguresShow", **of_city)
    assert (today["sheltersOpen"], today["acceptances"], today["acceptedAreaM2"]) == (0, 1, 6_900)
    assert (today["certificatesIssued"], today["certificatesInForce"]) == (1, 0)
    assert await journey.run("WorkFiguresShow", regionId="nonsense", since="2025-01-01") is None


async def _rules(journey: Journey, world: SmallWorld) -> None:
    """Fill a blank rule in, set its figure, and see both beside everybody's."""
    own = await journey.change(
        "RuleTextFill", "approver", regionId=gid(world.city), code=RULE, text="第一条 ……"
    )
    assert (own["blank"], own["filledBy"]) == (False, {"login": "approver"})
    figure = await journey.change(
        "RuleFigureSet", "approver", regionId=gid(world.city), code=FIGURE, value=20, mark="SOURCED"
    )
    assert (figure["figure"]["value"], figure["figure"]["region"]) == (20, {"code": "510300"})
    listed = (await journey.run("RuleTextsList", "approver", first=5))["nodes"]
    assert [(each["blank"], each["region"]) for each in listed if each["code"] == RULE] in (
        [(True, None), (False, {"code": "510300"})],
        [(False, {"code": "510300"}), (True, None)],
    )
    (blank,) = (await journey.run("RuleTextsList", first=5, filter={"blank": True}))["nodes"]
    assert sorted(each["value"] for each in blank["figures"]) == [10, 20]
