"""Reading the registry: answers, pages, and how many statements they take."""

from __future__ import annotations

from datetime import date

import pytest

from exercises.codes import PlanState
from registry.codes import BlackoutKind, CenterLevel, IndustryField, ResourceKind, UnavailabilityReason
from registry.history import changing
from registry.tables import Area, Blackout, MobilizationCenter, QualificationType, Unavailability
from tests.api.check_rows import check_rows
from tests.api.draw_rows import draw_rows
from tests.api.equipment_rows import equipment_rows
from tests.api.execution_rows import execution_rows
from tests.api.facilities_rows import facilities_rows
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.import_rows import import_rows
from tests.api.match_rows import proposed, twin_of
from tests.api.service_rows import service_rows
from tests.api.siren_rows import siren_rows
from tests.api.works_rows import works_rows
from tests.api.year import small_year
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

DEEP = """query ($first: Int!) { teams(first: $first, orderBy: CODE) { totalCount pageInfo { hasNextPage }
  edges { cursor node { id code categoryLabel { zh en } region { code parent { code } }
    teamType { code source { mark } } organization { name } leadDepartment { name }
    posts { title qualificationType { code } memberships { role person { reference } } }
    memberships { role person { reference name qualifications { expiresOn } } post { ordinal } }
    equipment { kind owner { name } } nextSessions(first: 2) { title } } } } }"""


async def test_team_shows_its_posts_members_and_equipment(api: Api, world: SmallWorld) -> None:
    data = await api.data(
        """query ($id: ID!) { team(id: $id) { id code state authorizedStrength region { code }
        posts { ordinal key } memberships { person { reference name } } equipment { state } } }""",
        {"id": gid(world.team)},
    )

    assert data == {
        "team": {
            "id": gid(world.team),
            "code": world.team.code,
            "state": "ACTIVE",
            "authorizedStrength": world.team.authorized_strength,
            "region": {"code": "510302"},
            "posts": [{"ordinal": post.ordinal, "key": post.key} for post in world.posts[world.team.id]],
            "memberships": data["team"]["memberships"],
            "equipment": [{"state": world.equipment[world.team.id].state.name}],
        }
    }
    references = {each["person"]["reference"] for each in data["team"]["memberships"]}
    assert references == {person.reference for person in world.people[world.team.id]}


@pytest.mark.parametrize("name", ["planner", "registrar"])
async def test_personal_data_is_masked_without_the_right(api: Api, world: SmallWorld, name: str) -> None:
    query = "query ($id: ID!) { person(id: $id) { reference name phone } }"
    person = world.people[world.team.id][0]

    seen = (await api.data(query, {"id": gid(person)}, name))["person"]

    shown = name == "registrar"
    assert seen == {
        "reference": person.reference,
        "name": person.name if shown else None,
        "phone": person.phone if shown else None,
    }


async def test_list_takes_as_many_statements_for_three_rows_as_for_one(
    api: Api, world: SmallWorld, statements
) -> None:
    counts = {}
    for first in (1, 3):
        with statements.counted() as seen:
            await api.data(DEEP, {"first": first})
        counts[first] = len(seen)

    assert counts == {1: 21, 3: 21}


@pytest.mark.parametrize("order", ["CODE", "CODE_DESC", "NAME", "NAME_DESC"])
@pytest.mark.parametrize("first", [1, 2, 3, 100])
async def test_pages_together_are_the_whole_list_once(api: Api, order: str, first: int) -> None:
    query = """query ($first: Int!, $after: String, $order: TeamOrder!) {
      teams(first: $first, after: $after, orderBy: $order) {
        totalCount pageInfo { hasNextPage endCursor } nodes { code name } } }"""
    seen, after = [], None
    while True:
        teams = (await api.data(query, {"first": first, "after": after, "order": order}))["teams"]
        assert len(teams["nodes"]) <= first
        seen += teams["nodes"]
        after = teams["pageInfo"]["endCursor"]
        if not teams["pageInfo"]["hasNextPage"]:
            break

    key = "code" if order.startswith("CODE") else "name"
    values = [each[key] for each in seen]
    assert values == sorted(values, reverse=order.endswith("DESC"))
    assert len({each["code"] for each in seen}) == len(seen) == teams["totalCount"] == 5


@pytest.mark.parametrize(
    "cursor", ["", "x", "AAAA", "W10=", "WyJjb2RlLGlkIl0=", "WyJjb2RlLGlkIiwgImEiLCAiYiJd", "中文", "=" * 50]
)
async def test_garbage_cursor_is_refused_by_its_code(api: Api, cursor: str) -> None:
    body = await api.ask(
        "query ($after: String) { teams(first: 1, after: $after) { nodes { code } } }", {"after": cursor}
    )

    assert body["errors"][0]["message"] == "The cursor is not one of this list."
    assert body["errors"][0]["extensions"] == {"code": "INVALID_CURSOR", "messageZh": "游标不属于此列表。"}


async def test_cursor_of_another_order_is_refused(api: Api) -> None:
    query = "{ teams(first: 1, orderBy: NAME) { pageInfo { endCursor } } }"
    cursor = (await api.data(query))["teams"]["pageInfo"]["endCursor"]

    body = await api.ask(
        "query ($after: String) { teams(first: 1, after: $after) { nodes { code } } }", {"after": cursor}
    )

    assert body["errors"][0]["extensions"]["code"] == "INVALID_CURSOR"


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({}, 5),
        ({"category": "RRP"}, 1),
        ({"category": None}, 5),
        ({"state": "FORMING"}, 0),
        ({"codePrefix": "NO-SUCH"}, 0),
        ({"codePrefix": ""}, 5),
    ],
)
async def test_filter_narrows_the_list(api: Api, choice: dict[str, object], codes: int) -> None:
    query = "query ($filter: TeamFilter) { teams(first: 100, filter: $filter) { totalCount } }"

    assert (await api.data(query, {"filter": choice}))["teams"]["totalCount"] == codes


async def test_filter_by_region_takes_in_everything_below(api: Api, world: SmallWorld) -> None:
    query = "query ($id: ID!) { teams(first: 100, filter: {withinId: $id}) { totalCount } }"

    totals = {
        region.code: (await api.data(query, {"id": gid(region)}))["teams"]["totalCount"]
        for region in (world.city, world.district, world.sibling)
    }

    assert totals == {"510300": 5, "510302": 3, "510303": 2}


async def test_region_tree_is_walked_both_ways(api: Api) -> None:
    data = await api.data('{ region(code: "510300") { name level parent { code } children { code name } } }')

    assert data == {
        "region": {
            "name": "自贡市",
            "level": "PREFECTURE",
            "parent": None,
            "children": [
                {"code": "510302", "name": "自流井区"},
                {"code": "510303", "name": "贡井区"},
            ],
        }
    }


async def test_coverage_shows_gaps(api: Api, world: SmallWorld) -> None:
    query = "query ($id: ID!) { coverage(regionId: $id) { region { code } category teams gap } }"

    cells = (await api.data(query, {"id": gid(world.city)}))["coverage"]

    rescue = [cell for cell in cells if cell["category"] == "RRP"]
    assert rescue == [
        {"region": {"code": "510302"}, "category": "RRP", "teams": 1, "gap": False},
        {"region": {"code": "510303"}, "category": "RRP", "teams": 0, "gap": True},
    ]


async def test_me_tells_who_asks_and_what_they_may(api: Api) -> None:
    data = await api.data("{ me { login capabilities } }", login="viewer")

    assert data == {"me": {"login": "viewer", "capabilities": ["READ"]}}


#: Statements of each list with everything its committed operation asks for; 4 of them settle who asks.
STATEMENTS = {
    "AreasList": 8,
    "BlackoutsList": 7,
    "CentersList": 7,
    "CheckListsList": 8,
    "ChecksList": 9,
    "CommitmentLettersList": 10,
    "EmployerNoticesList": 8,
    "ColumnMappingsList": 7,
    "EnterprisesList": 9,
    "EquipmentInspectionsList": 8,
    "EquipmentList": 9,
    "EventsList": 11,
    "ExecutionsList": 9,
    "FacilitiesList": 12,
    "FindingsList": 9,
    "HazardsList": 8,
    "LettersMissingShow": 10,
    "MembershipRulesList": 7,
    "MatchPairsList": 11,
    "InspectionPlansList": 7,
    "InspectionSchedulesList": 7,
    "InspectorsList": 9,
    "ExportsList": 8,
    "ImportBatchesList": 8,
    "OrganizationsList": 7,
    "OutsideServicesList": 8,
    "ParkingFactsList": 7,
    "PeopleList": 9,
    "PlanRunsList": 8,
    "PlansList": 8,
    "PopulationCellsList": 7,
    "QualificationTypesList": 6,
    "ReadinessList": 34,
    "RegionsList": 7,
    "ReorganizationsList": 22,
    "ResourcesList": 8,
    "ResponsibleBodiesList": 8,
    "RuleTextsList": 8,
    "ShelterOpeningsList": 7,
    "SirensList": 10,
    "TeamTypesList": 10,
    "TeamsList": 10,
    "UnavailabilitiesList": 7,
    "UseCertificatesList": 8,
    "WorkProjectsList": 8,
    "WorksList": 8,
}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
async def test_each_list_operation_takes_its_number_of_statements(
    api: Api, world: SmallWorld, statements, act, name: str
) -> None:
    await three_of_each(world, act)
    query = (OPERATIONS / f"{name}.graphql").read_text()
    counts, lengths = {}, {}

    for first in (1, 3):
        with statements.counted() as seen:
            (answer,) = (await api.data(query, {"first": first})).values()
        counts[first] = len(seen)
        lengths[first] = len(answer.get("nodes", answer.get("edges")))

    assert counts == {1: STATEMENTS[name], 3: STATEMENTS[name]}
    assert lengths == {1: 1, 3: 3}


async def three_of_each(world: SmallWorld, act) -> None:
    """Store what the small world has fewer than three of, so that every list has a third row."""
    for number in (1, 2, 3):
        await small_year(world, world.city, world.team, number=number, state=STATES[number])
    for key in ("a", "b", "c"):
        await works_rows(world.district, world.organizations["510302"], key)
        base = world.resources["510300", ResourceKind.BASE]
        await facilities_rows(world.district, world.organizations["510302"], base, key)
        await siren_rows(world.district, world.organizations["510302"], key)
        await draw_rows(world.district, world.organizations["510302"], world.team, key)
    for number, team in enumerate((world.team, *world.teams.values()), start=2025):
        if number < 2028:
            await service_rows(team, world.memberships[team.id][0], world.equipment[team.id], number)
    for key, team in zip("abc", (world.team, world.team, world.foreign_team), strict=True):
        await twin_of(world.people[world.team.id][0], team, key)
    await proposed()
    for key in ("a", "b", "c"):
        await equipment_rows(world.team, world.equipment[world.team.id], key)
        await import_rows(world.district, key)
        await check_rows(world.team, world.organizations["510302"], key)
    for number in (1, 2, 3):
        await execution_rows(world.team, world.people[world.team.id][0], world.city, number)
    days = {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 4, 3)}
    async with changing(act("more")) as change:
        for number in (1, 2):
            await change.add(Area(code=f"Z-AREA-{number}", name="片区", name_en="Area"))
            await change.add(Blackout(region_id=world.city.id, kind=BlackoutKind.OTHER, **days))
            await change.add(QualificationType(**kind_of_qualification(number)))
            await change.add(
                Unavailability(
                    resource_id=world.resources["510300", ResourceKind.BASE].id,
                    region_id=world.city.id,
                    reason=UnavailabilityReason.MAINTENANCE,
                    **days,
                )
            )
            await change.add(
                MobilizationCenter(
                    region_id=world.city.id,
                    organization_id=world.organizations["510300"].id,
                    code=f"GC-MORE-{number}",
                    name="中心",
                    field=IndustryField.OTHER,
                    level=CenterLevel.CITY,
                )
            )


STATES = {1: PlanState.AMENDED, 2: PlanState.ISSUED, 3: PlanState.DRAFT}


def kind_of_qualification(number: int) -> dict[str, object]:
    """Return the columns of one more kind of qualification."""
    return {
        "code": f"Q-MORE-{number}",
        "name": "资格",
        "name_en": "Qualification",
        "validity_months": 12,
        "issuer": "x",
    }
