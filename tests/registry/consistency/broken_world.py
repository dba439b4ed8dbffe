"""The small world with one of nearly every fault in it, past the door where it refuses."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry import credit_code
from registry.access import SYSTEM
from registry.codes import CenterState, EquipmentState, MemberRole, TeamState
from registry.history import Act, changing
from registry.tables import (
    CapabilityItem,
    EquipmentItem,
    Grant,
    Membership,
    MobilizationCenter,
    Organization,
    Person,
    Post,
    QualificationGrant,
    Record,
    Region,
    SharedResource,
    Team,
    Unavailability,
)
from tests.conftest import NOW, SPACE
from tests.factories import FOUNDED, SmallWorld, small_world
from tests.registry.consistency.broken_sirens import broken_sirens

ABROAD = uuid5(SPACE, "abroad")
FAR_AWAY = uuid5(SPACE, "far away")
LATE = {"valid_from": date(2026, 3, 1), "valid_to": date(2026, 3, 9)}


async def broken_world() -> SmallWorld:
    """Store the small world and put the faults in."""
    world = await small_world()
    act = Act(SYSTEM.principal_id, "faults", NOW, uuid5(SPACE, "faults"))
    async with changing(act) as change:
        for row in (*_members(world), *_things(world), *_access(world), *broken_sirens(world)):
            await change.add(row)
    await _spoil(world)
    return world


def _members(world: SmallWorld) -> list[Record]:
    """Return memberships and grants that should not be there."""
    team, other = world.team, world.foreign_team
    person, second = world.people[team.id][0], world.people[team.id][1]
    stranger = world.people[other.id][1]
    post = world.posts[team.id][0]
    kind = world.qualification.id
    joined = {"valid_from": FOUNDED}
    grant = {"qualification_type_id": kind, "certificate_number": "TWICE"}
    return [
        Membership(team_id=other.id, person_id=person.id, role=MemberRole.LEADER, **joined),
        Membership(team_id=team.id, person_id=stranger.id, post_id=post.id, **joined),
        Membership(team_id=team.id, person_id=stranger.id, valid_from=date(2000, 1, 1)),
        Membership(team_id=team.id, person_id=second.id, post_id=world.posts[other.id][0].id, **joined),
        QualificationGrant(
            person_id=second.id, valid_from=date(1995, 1, 1), valid_to=date(2020, 1, 1), **grant
        ),
        QualificationGrant(
            person_id=person.id, valid_from=date(2030, 1, 1), revoked_on=date(2029, 1, 1), **grant
        ),
    ]


def _things(world: SmallWorld) -> list[Record]:
    """Return equipment, organizations, regions and days off that should not be there."""
    team, other = world.team, world.foreign_team
    item = {"owner_id": team.organization_id, "kind_en": "x", "state": EquipmentState.SERVICEABLE}
    serial = world.equipment[team.id].serial
    twin = world.organizations["510302"]
    return [
        EquipmentItem(team_id=other.id, kind="发电机", quantity=9, serial=serial, key=True, **item),
        EquipmentItem(
            team_id=team.id, kind="水泵", quantity=1, next_inspection_on=date(2025, 1, 1), key=False, **item
        ),
        Organization(region_id=world.sibling.id, credit_code="X" * 18, name=twin.name, kind="enterprise"),
        Region(code="510399", name="孤区", level="county"),
        Region(id=ABROAD, code="500000", name="外省", level="province"),
        Organization(
            id=FAR_AWAY,
            region_id=ABROAD,
            credit_code=credit_code.make("500000", 1),
            name="外省单位",
            kind="social",
        ),
        SharedResource(region_id=world.city.id, code="R-ODD", name="怪场地", kind="base", capacity=9_000),
        Unavailability(team_id=team.id, region_id=team.region_id, reason="duty", **LATE),
        Unavailability(team_id=team.id, region_id=team.region_id, reason="leave", **LATE),
        CapabilityItem(
            organization_id=twin.id,
            product="x",
            unit="x",
            normal_per_day=2,
            surge_per_day=2,
            conversion_hours=1,
            sustain_days=1,
        ),
    ]


def _access(world: SmallWorld) -> list[Record]:
    """Return grants that should not be there."""
    planner = world.principals["planner"]
    return [Grant(principal_id=planner.id, role="approver", region_id=world.city.id)]


async def _spoil(world: SmallWorld) -> None:
    """Change rows past the door: faults as old data and other programs leave them."""
    sibling = [team for (code, _), team in world.teams.items() if code == "510303"]
    ended = {"valid_to": date(2025, 6, 1)}
    first, second = world.people[world.team.id][:2]
    await Person.filter(id=first.id).update(birth_year=1950, exemption="health", employer_id=None)
    third, fourth = world.people[sibling[1].id][:2]
    await Person.filter(id=second.id).update(employer_id=world.organizations["511000"].id)
    await Person.filter(id=third.id).update(employer_id=FAR_AWAY)
    await Membership.filter(team_id=sibling[1].id).update(role=MemberRole.MEMBER)
    await _spoil_foreign_city(world)
    await Organization.filter(id=world.organizations["511000"].id).update(**ended)
    await Organization.filter(id=world.organizations["510303"].id).update(
        parent_id=world.departments["510303"].id, **ended
    )
    await Organization.filter(id=world.departments["510303"].id).update(
        parent_id=world.organizations["510303"].id
    )
    await Team.filter(id=sibling[0].id).update(state=TeamState.DISBANDED, authorized_strength=1)
    await Team.filter(id=sibling[1].id).update(region_id=world.foreign_district.id, authorized_strength=40)
    await Team.filter(id=world.team.id).update(authorized_strength=2, category="FIR")
    await Post.filter(team_id=sibling[1].id, ordinal__gt=1).update(**ended)
    await EquipmentItem.filter(team_id=sibling[1].id).update(state=EquipmentState.LOST)
    await QualificationGrant.filter(person_id=third.id).update(**ended)
    await QualificationGrant.filter(person_id=fourth.id).update(valid_from=date(2030, 1, 1), valid_to=None)
    await Post.filter(team_id=sibling[1].id, ordinal=2).update(qualification_type_id=world.qualification.id)
    await MobilizationCenter.filter(id=world.center.id).update(
        state=CenterState.DESIGNATED,
        designated_on=date(2026, 5, 1),
        designation_number=" ",
        reinspection_due_on=date(2025, 5, 1),
        region_id=world.sibling.id,
    )
    await world.principals["viewer"].filter(id=world.principals["viewer"].id).update(disabled=True)


async def _spoil_foreign_city(world: SmallWorld) -> None:
    """Spoil the other city: a center without anything behind it, a team that has ended."""
    other = next(
        team for (code, _), team in world.teams.items() if code == "511002" and team != world.foreign_team
    )
    holder = world.people[world.foreign_team.id][0]
    await QualificationGrant.filter(person_id=holder.id).update(valid_to=date(2026, 3, 1))
    await Team.filter(id=other.id).update(valid_to=date(2025, 6, 1))
    await CapabilityItem.filter(center_id=world.foreign_center.id).update(center_id=None)
    await Organization.filter(id=world.foreign_center.organization_id).update(valid_to=date(2025, 6, 1))
    await MobilizationCenter.filter(id=world.foreign_center.id).update(
        state=CenterState.DESIGNATED, designated_on=date(2023, 5, 1), reinspection_due_on=None
    )
