"""
Another region's id answers like an unknown and a malformed one, through every path of the schema.

The paths are found by walking the schema, so that a new one is tried as soon as it exists.
"""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
)

from api.nodes import TYPES
from api.schema import schema
from exercises.tables import SyllabusRule
from registry.access import SYSTEM
from registry.codes import ResourceKind, Role
from registry.history import Act, changing
from registry.tables import (
    AreaMember,
    Blackout,
    CapabilityItem,
    CapabilityVerification,
    CenterCheck,
    CenterReview,
    ConsistencyIssue,
    Grant,
    LedgerEntry,
    MatchPair,
    Person,
    Principal,
    QualificationGrant,
    Record,
    Region,
    Team,
    Unavailability,
)
from tests.api.check_rows import check_rows
from tests.api.draw_rows import draw_rows
from tests.api.equipment_rows import equipment_rows
from tests.api.execution_rows import execution_rows
from tests.api.facilities_rows import facilities_rows
from tests.api.harness import Api, gid
from tests.api.import_rows import import_rows
from tests.api.readiness_rows import readiness_rows
from tests.api.service_rows import service_rows
from tests.api.siren_rows import siren_rows
from tests.api.works_rows import works_rows
from tests.api.year import small_year
from tests.conftest import NOW, SPACE
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

UNKNOWN = UUID("7d3f0000-0000-4000-8000-000000000000")
#: Types everybody may read: their rows belong to no region.
PUBLIC = {
    "Area",
    "EquipmentRequirement",
    "PostRequirement",
    "QualificationType",
    "RuleSource",
    "TeamType",
}
#: What an argument or field that ends so names; `id` names what the field returns.
KINDS = {
    "areaId": "Area",
    "assigneeId": "Organization",
    "batchId": "ImportBatch",
    "bodyId": "ResponsibleBody",
    "builderId": "Organization",
    "capabilityId": "CapabilityItem",
    "centerId": "MobilizationCenter",
    "certificateId": "UseCertificate",
    "changeId": "CertificateChange",
    "checkId": "InspectionCheck",
    "checkItemId": "CheckItem",
    "checkListId": "CheckList",
    "contractorId": "Organization",
    "demandId": "UnscheduledDemand",
    "destinationId": "Region",
    "eventId": "PlannedEvent",
    "evidenceIds": "EvidenceFile",
    "executionId": "Execution",
    "executionTeamId": "ExecutionTeam",
    "extensionId": "FindingExtension",
    "facilityId": "CommandFacility",
    "faultId": "SirenFault",
    "findingId": "Finding",
    "grantId": "QualificationGrant",
    "hostId": "Region",
    "inspectionPlanId": "InspectionPlan",
    "inspectorId": "Inspector",
    "hazardId": "Hazard",
    "issueId": "ConsistencyIssue",
    "itemId": "EquipmentItem",
    "leadDepartmentId": "Organization",
    "linkId": "FacilityResource",
    "maintainerId": "Organization",
    "membershipId": "Membership",
    "moveId": "ReorganizationMove",
    "newerId": "TrainingPlan",
    "objectId": "Team",
    "olderContractId": "MaintenanceContract",
    "olderId": "TrainingPlan",
    "openingId": "ShelterOpening",
    "organizationId": "Organization",
    "outageId": "FacilityOutage",
    "overrideId": "ReadinessOverride",
    "ownerId": "Organization",
    "pairId": "MatchPair",
    "parentId": "Region",
    "personId": "Person",
    "personIds": "Person",
    "planId": "TrainingPlan",
    "postId": "Post",
    "projectId": "WorkProject",
    "qualificationTypeId": "QualificationType",
    "recordId": "Person",
    "regionId": "Region",
    "renewsId": "UseCertificate",
    "reorganizationId": "Reorganization",
    "repairedById": "Organization",
    "replacesId": "EquipmentItem",
    "reporterId": "Organization",
    "resourceId": "SharedResource",
    "reviewId": "CenterReview",
    "runId": "PlanRun",
    "serviceId": "OutsideService",
    "sirenId": "SirenPoint",
    "teamId": "Team",
    "teamIds": "Team",
    "teamTypeId": "TeamType",
    "toOwnerId": "Organization",
    "toTeamId": "Team",
    "unavailabilityId": "Unavailability",
    "withinId": "Region",
    "workId": "Work",
}
#: Root fields that take the id of a record of any kind, and the kind they are tried with.
OF_ANY_KIND = {"history": "Team"}
SAMPLES: dict[str, Any] = {
    "Int": 2026,
    "String": "x",
    "Date": "2026-05-06",
    "DateTime": "2027-01-01T00:00:00Z",
    "Boolean": True,
    "Float": 1.5,
}
Rows = dict[str, Record]


async def rows_of(world: SmallWorld, *, foreign: bool) -> Rows:
    """Return one row of every type, of the caller's city or of the other."""
    city, code = (world.foreign_city, "511002") if foreign else (world.city, "510302")
    team = world.foreign_team if foreign else world.team
    year = await small_year(world, city, team)
    person = world.people[team.id][0]
    found: list[Record] = [
        world.regions[code],
        world.organizations[code],
        world.foreign_center if foreign else world.center,
        team,
        world.posts[team.id][0],
        world.memberships[team.id][0],
        world.equipment[team.id],
        person,
        world.resources[city.code, ResourceKind.BASE],
        *year.rows,
    ]
    region, organization = world.regions[code], world.organizations[code]
    base = world.resources[city.code, ResourceKind.BASE]
    return (
        {type(row).__name__: row for row in found}
        | await extra_rows(world, team, city, person)
        | await works_rows(region, organization)
        | await facilities_rows(region, organization, base)
        | await siren_rows(region, organization)
        | await draw_rows(region, organization, team)
        | await service_rows(team, world.memberships[team.id][0], world.equipment[team.id])
        | await equipment_rows(team, world.equipment[team.id])
        | await import_rows(region)
        | await execution_rows(team, person, city)
        | await check_rows(team, organization)
        | await readiness_rows(team)
    )


async def extra_rows(world: SmallWorld, team: Team, city: Region, person: Person) -> Rows:
    """Store one row of each type of which the small world has only one side."""
    organization = next(o for o in world.organizations.values() if o.region_id == team.region_id)
    days = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 2, 3)}
    holder = Principal(kind="account", login=f"one-{city.code}", name="one")
    async with changing(Act(SYSTEM.principal_id, "more", NOW, uuid5(SPACE, f"more {city.code}"))) as change:
        await change.add(holder)
        await change.add(Grant(principal_id=holder.id, role=Role.VIEWER, region_id=city.id))
        made: list[Record] = [
            Unavailability(team_id=team.id, region_id=team.region_id, reason="duty", **days),
            Blackout(region_id=team.region_id, kind="other", **days),
            AreaMember(area_id=world.area.id, region_id=team.region_id),
            CapabilityItem(
                organization_id=organization.id,
                product="x",
                unit="x",
                normal_per_day=1,
                surge_per_day=2,
                conversion_hours=1,
                sustain_days=1,
            ),
            QualificationGrant(
                person_id=person.id, qualification_type_id=world.qualification.id, valid_from=date(2025, 1, 1)
            ),
            own_rule(world, city),
            an_issue(team),
            a_pair(team, person),
        ]
        for row in made:
            await change.add(row)
        center = world.foreign_center if team is world.foreign_team else world.center
        made += [await change.add(row) for row in center_rows(center, made[3])]
    return {type(row).__name__: row for row in [holder, *made]}


def center_rows(center: Record, capability: Record) -> list[Record]:
    """Return one row of each type that hangs on a mobilization center."""
    return [
        CenterReview(center_id=center.id, step="application", body="x"),
        CenterCheck(center_id=center.id, item="reserves", result="met"),
        CapabilityVerification(capability_id=capability.id, method="drill", verifier="x"),
    ]


def an_issue(team: Team) -> ConsistencyIssue:
    """Return a finding about a team."""
    return ConsistencyIssue(
        region_id=team.region_id,
        rule="TEAM_WITHOUT_LEADER",
        severity="error",
        record_table="team",
        record_id=team.id,
        facts={"code": team.code},
        others=[],
        last_seen_on=date(2026, 1, 5),
    )


def a_pair(team: Team, person: Person) -> MatchPair:
    """Return a pair of two records of one region."""
    return MatchPair(
        region_id=team.region_id,
        other_region_id=team.region_id,
        kind="person",
        first_id=person.id,
        second_id=UUID(int=person.id.int + 1),
        score=80,
        reasons=["same_phone"],
    )


def own_rule(world: SmallWorld, city: Region) -> SyllabusRule:
    """Return a city's own row of the syllabus."""
    return SyllabusRule(
        number=90,
        region_id=city.id,
        kind="special",
        categories=[],
        grouping="city",
        attendees="whole_team",
        times_per_year=1,
        months=[],
        duration_half_days=2,
        periodicity_days=400,
        needs=[],
        satisfies=[],
        mark="A",
        citation="assumed",
        source_id=world.source.id,
    )


def wrong_ids(foreign: Record) -> dict[str, str]:
    """Return the ids that must be answered alike."""
    kind = type(foreign).__name__
    return {
        "foreign": gid(foreign),
        "unknown": base64.b64encode(f"{kind}:{UNKNOWN}".encode()).decode(),
        "of no kind": base64.b64encode(f"Nothing:{UNKNOWN}".encode()).decode(),
        "malformed": "not an id",
    }


def same_but_for_the_id(bodies: dict[str, Any], ids: dict[str, str], foreign: Record) -> bool:
    """Tell whether answers differ by the id they were asked about alone."""
    plain = set()
    for name, body in bodies.items():
        text = json.dumps(body, ensure_ascii=False)
        for echo in (ids[name], str(foreign.id), str(UNKNOWN)):
            text = text.replace(echo, "ID")
        plain.add(text)
    return len(plain) == 1


async def test_no_type_is_forgotten(world: SmallWorld) -> None:
    assert set(await rows_of(world, foreign=True)) | PUBLIC == set(TYPES)


async def test_foreign_ids_are_unknown_to_node_and_nodes(api: Api, world: SmallWorld) -> None:
    own, foreign = await rows_of(world, foreign=False), await rows_of(world, foreign=True)

    for kind, row in foreign.items():
        ids = [*wrong_ids(row).values(), gid(own[kind])]
        for text in ids[:-1]:
            assert await api.data("query ($id: ID!) { node(id: $id) { id } }", {"id": text}) == {"node": None}
        answer = await api.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
        assert answer == {"nodes": [None] * 4 + [{"id": ids[-1]}]}, kind


def sample(kind: Any, name: str, own: Rows, world: SmallWorld) -> Any:
    """Return a valid value for an argument or input field."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(bare, GraphQLList):
        return [sample(bare.of_type, name, own, world)]
    if isinstance(bare, GraphQLInputObjectType):
        names = list(bare.fields)[:1] if bare.is_one_of else list(bare.fields)
        return {
            each: sample(bare.fields[each].type, each, own, world)
            for each in names
            if bare.is_one_of or required(bare.fields[each])
        }
    if isinstance(bare, GraphQLEnumType):
        return next(iter(bare.values))
    if bare.name == "ID":
        public = {
            "teamTypeId": world.types[world.team.category],
            "qualificationTypeId": world.qualification,
        }
        return gid(public.get(name) or own[KINDS[name]])
    return SAMPLES[bare.name]


def required(field: GraphQLInputField) -> bool:
    return isinstance(field.type, GraphQLNonNull) and repr(field.default_value) == "Undefined"


def id_places(kind: Any, name: str, place: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the ways to every id in an argument."""
    bare = get_named_type(kind)
    if isinstance(bare, GraphQLInputObjectType):
        return [
            way for each, field in bare.fields.items() for way in id_places(field.type, each, (*place, name))
        ]
    return [(*place, name)] if bare.name == "ID" and not isinstance(kind, GraphQLList) else []


def put(values: dict[str, Any], place: tuple[str, ...], value: Any, one_of: bool) -> dict[str, Any]:
    """Return the arguments with one id put in its place."""
    head, *rest = place
    below = values.get(head) or {}
    if isinstance(below, list) and not rest:
        return {**values, head: [value]}
    if isinstance(below, list):
        return {**values, head: [put(below[0], tuple(rest), value, one_of)]}
    inside = put({} if one_of and len(rest) == 1 else below, tuple(rest), value, one_of) if rest else value
    return {**values, head: inside}


def paths() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return every (root, field, way to an id) of the schema."""
    found = []
    for root in (schema._schema.query_type, schema._schema.mutation_type):
        assert root is not None
        for name, field in root.fields.items():
            if name in ("node", "nodes"):
                continue
            for argument, definition in field.args.items():
                found += [(root.name, name, way) for way in id_places(definition.type, argument)]
    return found


def is_page(named: Any) -> bool:
    """Tell whether a type is a page of rows."""
    return named.name.endswith("Connection")


def shown_of(page: Any) -> str:
    """Return a field that tells the rows of a page apart."""
    row = get_named_type(page.fields["nodes"].type)
    return "id" if "id" in row.fields else next(iter(row.fields))


def question(root: str, name: str) -> str:
    """Return the query that asks one root field, every argument a variable."""
    definition = getattr(schema._schema, f"{root.lower()}_type").fields[name]
    named = get_named_type(definition.type)
    fields = "{ __typename ... on Problem { code message messageZh path } }" if root == "Mutation" else ""
    if root == "Query" and is_composite_type(named):
        fields = f"{{ totalCount nodes {{ {shown_of(named)} }} }}" if is_page(named) else "{ __typename }"
    declared = ", ".join(f"${argument}: {each.type}" for argument, each in definition.args.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in definition.args)
    return f"{root.lower()} ({declared}) {{ {name}({passed}) {fields} }}"


async def test_foreign_id_answers_like_an_unknown_one(api: Api, world: SmallWorld) -> None:
    own, foreign = await rows_of(world, foreign=False), await rows_of(world, foreign=True)
    entries = await LedgerEntry.all().count()
    tried = 0

    for root, name, place in paths():
        definition = getattr(schema._schema, f"{root.lower()}_type").fields[name]
        own_id = OF_ANY_KIND.get(name) or get_named_type(definition.type).name
        kind = own_id if place[-1] == "id" else KINDS[place[-1]]
        if kind in PUBLIC:
            continue
        given = {
            argument: sample(each.type, argument, own, world)
            for argument, each in definition.args.items()
            if isinstance(each.type, GraphQLNonNull) and place != (argument,)
        }
        if "first" in definition.args:
            given["first"] = 5
        ids = wrong_ids(foreign[kind])
        for login in ("registrar", "planner", "approver") if root == "Mutation" else ("planner",):
            bodies = {
                what: await api.ask(question(root, name), put(given, place, text, "absent" in place), login)
                for what, text in ids.items()
            }
            where = (name, place, login, bodies)
            assert all("code" in e["extensions"] for b in bodies.values() for e in b.get("errors", [])), where
            assert same_but_for_the_id(bodies, ids, foreign[kind]), where
            tried += 1

    assert await LedgerEntry.all().count() == entries
    assert tried > 90


async def test_region_above_the_callers_reach_is_unknown_as_well(api: Api, world: SmallWorld) -> None:
    query = "query ($id: ID!) { teams(first: 5, filter: {withinId: $id}) { totalCount } }"

    above = await api.data(query, {"id": gid(world.regions["510000"])})

    assert above == await api.data(query, {"id": "not an id"}) == {"teams": {"totalCount": 0}}
