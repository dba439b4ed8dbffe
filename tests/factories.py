"""A small world, stored through the door: one city with two districts, and a foreign city with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar
from uuid import UUID, uuid5

from registry import credit_code
from registry.access import SYSTEM
from registry.codes import (
    CenterLevel,
    CenterState,
    EquipmentState,
    IndustryField,
    MemberRole,
    OrganizationKind,
    PrincipalKind,
    RegionLevel,
    ResourceKind,
    Role,
    Sex,
    SourceMark,
    TeamCategory,
    TeamGrade,
    TeamState,
    UnavailabilityReason,
)
from registry.history import Act, Change, changing
from registry.regions import rebuild_closure
from registry.tables import (
    Area,
    AreaMember,
    Blackout,
    CapabilityItem,
    EquipmentItem,
    EquipmentRequirement,
    Grant,
    Membership,
    MobilizationCenter,
    Organization,
    Person,
    Post,
    PostRequirement,
    Principal,
    QualificationGrant,
    QualificationType,
    Record,
    Region,
    RuleSource,
    SharedResource,
    Team,
    TeamType,
    Unavailability,
)

R = TypeVar("R", bound=Record)
WORLD = UUID("0c6f2a52-0000-4000-8000-000000000001")
WORLD_AT = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)
FOUNDED = date(2024, 1, 1)
#: Code → (name, level, code of the parent, latitude, longitude); the foreign city has one district.
REGIONS = {
    "510000": ("四川省", RegionLevel.PROVINCE, None, 30.65, 104.07),
    "510300": ("自贡市", RegionLevel.PREFECTURE, "510000", 29.33903, 104.778442),
    "510302": ("自流井区", RegionLevel.COUNTY, "510300", 29.337429, 104.777191),
    "510303": ("贡井区", RegionLevel.COUNTY, "510300", 29.345313, 104.715288),
    "511000": ("内江市", RegionLevel.PREFECTURE, "510000", 29.58, 105.06),
    "511002": ("市中区", RegionLevel.COUNTY, "511000", 29.587, 105.067),
}
#: District → categories of its teams; COM and MCP are there for communications exercises.
TEAMS = {
    "510302": (TeamCategory.RRP, TeamCategory.COM, TeamCategory.MCP),
    "510303": (TeamCategory.MED, TeamCategory.COM),
    "511002": (TeamCategory.RRP, TeamCategory.MCP),
}
#: Login → (role, code of the region it is granted over).
PRINCIPALS = {
    "planner": (Role.PLANNER, "510300"),
    "approver": (Role.APPROVER, "510300"),
    "registrar": (Role.REGISTRAR, "510300"),
    "auditor": (Role.AUDITOR, "510300"),
    "viewer": (Role.VIEWER, "510302"),
    "foreigner": (Role.REGISTRAR, "511000"),
    "admin": (Role.ADMIN, "510000"),
}
POSTS = 4


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """
    The rows of the small world, each under the key that is easiest to remember.

    `regions` by code, `teams` by `(region code, category)`, `principals` by login; the posts, people,
    memberships and equipment of a team are lists under the team's id. Each team has four posts (the
    first is key and needs a qualification), three filled and one free, and one item of equipment.
    """

    regions: dict[str, Region]
    organizations: dict[str, Organization]
    departments: dict[str, Organization]
    types: dict[TeamCategory, TeamType]
    qualification: QualificationType
    source: RuleSource
    area: Area
    center: MobilizationCenter
    foreign_center: MobilizationCenter
    teams: dict[tuple[str, TeamCategory], Team]
    posts: dict[UUID, list[Post]]
    people: dict[UUID, list[Person]]
    memberships: dict[UUID, list[Membership]]
    equipment: dict[UUID, EquipmentItem]
    resources: dict[tuple[str, ResourceKind], SharedResource]
    blackout: Blackout
    unavailability: Unavailability
    principals: dict[str, Principal]
    grants: dict[str, Grant]

    @property
    def city(self) -> Region:
        """Return the city of the world (Zigong)."""
        return self.regions["510300"]

    @property
    def district(self) -> Region:
        """Return the city's first district."""
        return self.regions["510302"]

    @property
    def sibling(self) -> Region:
        """Return the city's second district."""
        return self.regions["510303"]

    @property
    def foreign_city(self) -> Region:
        """Return the other city (Neijiang)."""
        return self.regions["511000"]

    @property
    def foreign_district(self) -> Region:
        """Return the other city's district."""
        return self.regions["511002"]

    @property
    def team(self) -> Team:
        """Return the rescue-and-repair team of the first district."""
        return self.teams["510302", TeamCategory.RRP]

    @property
    def foreign_team(self) -> Team:
        """Return the rescue-and-repair team of the foreign district."""
        return self.teams["511002", TeamCategory.RRP]


async def small_world(at: datetime = WORLD_AT) -> SmallWorld:
    """Store the small world as one act of SYSTEM, a year before the tests' present; return its rows."""
    act = Act(SYSTEM.principal_id, "small world", at, uuid5(WORLD, at.isoformat()))
    async with changing(act) as change:
        builder = _Builder(change, count(1))
        world = builder.build()
        await builder.store()
    return world


@dataclass(slots=True)
class _Builder:
    """Stores the small world step by step; `serials` numbers organizations and people."""

    change: Change
    serials: Iterator[int]
    pending: dict[type[Record], list[Record]] = field(default_factory=dict)

    def add(self, row: R) -> R:
        """Number a row and keep it until all are stored, table by table."""
        row.id = self.change.new_id()
        self.pending.setdefault(type(row), []).append(row)
        return row

    async def store(self) -> None:
        """Store what is pending; a table comes after those it refers to."""
        for rows in self.pending.values():
            await self.change.add_all(rows)
        await rebuild_closure()

    def build(self) -> SmallWorld:
        regions = self._regions()
        source, qualification, types = self._standards()
        area = self._area(regions)
        organizations = {code: self._organization(region) for code, region in regions.items()}
        departments = {
            code: self._organization(region, OrganizationKind.GOVERNMENT) for code, region in regions.items()
        }
        center = self._center(organizations["510302"], "GC-510300-01")
        foreign_center = self._center(organizations["511002"], "GC-511000-01")
        teams = {
            (code, category): self._team(
                regions[code], category, types[category], organizations[code], departments[code]
            )
            for code, categories in TEAMS.items()
            for category in categories
        }
        posts = {team.id: self._posts(team, qualification) for team in teams.values()}
        people = {team.id: self._people(team, qualification) for team in teams.values()}
        memberships = {key: self._memberships(key, posts[key], people[key]) for key in posts}
        equipment = {team.id: self._equipment(team) for team in teams.values()}
        resources = self._resources(regions, organizations)
        blackout, unavailability = self._days(regions, resources)
        principals, grants = self._principals(regions)
        return SmallWorld(
            regions=regions,
            organizations=organizations,
            departments=departments,
            types=types,
            qualification=qualification,
            source=source,
            area=area,
            center=center,
            foreign_center=foreign_center,
            teams=teams,
            posts=posts,
            people=people,
            memberships=memberships,
            equipment=equipment,
            resources=resources,
            blackout=blackout,
            unavailability=unavailability,
            principals=principals,
            grants=grants,
        )

    def _regions(self) -> dict[str, Region]:
        regions: dict[str, Region] = {}
        for code, (name, level, parent, latitude, longitude) in REGIONS.items():
            region = Region(
                code=code,
                name=name,
                level=level,
                parent_id=regions[parent].id if parent else None,
                latitude=latitude,
                longitude=longitude,
                valid_from=FOUNDED,
            )
            regions[code] = self.add(region)
        return regions

    def _standards(self) -> tuple[RuleSource, QualificationType, dict[TeamCategory, TeamType]]:
        add = self.add
        source = add(
            RuleSource(code="TEST", title="测试依据", citation="invented for tests", mark=SourceMark.ASSUMED)
        )
        qualification = add(
            QualificationType(
                code="Q-OPS",
                name="操作证",
                name_en="operator's certificate",
                validity_months=36,
                issuer="测试发证机关",
                valid_from=FOUNDED,
            )
        )
        types: dict[TeamCategory, TeamType] = {}
        for category in dict.fromkeys(category for categories in TEAMS.values() for category in categories):
            team_type = add(
                TeamType(
                    code=f"T-{category.value}-II",
                    name=f"{category.zh}队",
                    name_en=f"{category.en} team",
                    category=category,
                    grade=TeamGrade.II,
                    assembly_minutes=120,
                    self_sufficiency_hours=48,
                    source_id=source.id,
                    valid_from=FOUNDED,
                )
            )
            add(
                PostRequirement(
                    team_type_id=team_type.id,
                    title="操作手",
                    title_en="operator",
                    posts=POSTS,
                    key=True,
                    qualification_type_id=qualification.id,
                )
            )
            add(
                EquipmentRequirement(
                    team_type_id=team_type.id, kind="发电机", kind_en="generator", quantity=2, key=True
                )
            )
            types[category] = team_type
        return source, qualification, types

    def _area(self, regions: dict[str, Region]) -> Area:
        area = self.add(Area(code="SOUTH", name="川南片区", name_en="South Sichuan area"))
        for code in ("510300", "511000"):
            self.add(AreaMember(area_id=area.id, region_id=regions[code].id, valid_from=FOUNDED))
        return area

    def _organization(
        self, region: Region, kind: OrganizationKind = OrganizationKind.ENTERPRISE
    ) -> Organization:
        serial = next(self.serials)
        return self.add(
            Organization(
                region_id=region.id,
                credit_code=credit_code.make(region.code, serial),
                name=f"测试{kind.zh}{serial:02d}",
                kind=kind,
                field=IndustryField.MACHINERY,
                valid_from=FOUNDED,
            )
        )

    def _center(self, organization: Organization, code: str) -> MobilizationCenter:
        center = self.add(
            MobilizationCenter(
                region_id=organization.region_id,
                organization_id=organization.id,
                code=code,
                name=f"{organization.name}动员中心",
                field=IndustryField.MACHINERY,
                level=CenterLevel.PROVINCIAL,
                state=CenterState.NURTURED,
                valid_from=FOUNDED,
            )
        )
        self.add(
            CapabilityItem(
                organization_id=organization.id,
                center_id=center.id,
                product="移动电源车",
                unit="台",
                normal_per_day=2,
                surge_per_day=6,
                conversion_hours=24,
                sustain_days=15,
            )
        )
        return center

    def _team(
        self,
        region: Region,
        category: TeamCategory,
        team_type: TeamType,
        organization: Organization,
        department: Organization,
    ) -> Team:
        return self.add(
            Team(
                region_id=region.id,
                code=f"{region.code}-{category.value}-01",
                name=f"{region.name}{category.zh}测试队",
                category=category,
                team_type_id=team_type.id,
                organization_id=organization.id,
                lead_department_id=department.id,
                state=TeamState.ACTIVE,
                authorized_strength=POSTS,
                importance=3,
                valid_from=FOUNDED,
            )
        )

    def _posts(self, team: Team, qualification: QualificationType) -> list[Post]:
        return [
            self.add(
                Post(
                    team_id=team.id,
                    ordinal=ordinal,
                    title="操作手",
                    title_en="operator",
                    key=ordinal == 1,
                    qualification_type_id=qualification.id if ordinal == 1 else None,
                    valid_from=FOUNDED,
                )
            )
            for ordinal in range(1, POSTS + 1)
        ]

    def _people(self, team: Team, qualification: QualificationType) -> list[Person]:
        people: list[Person] = []
        for _ in range(POSTS - 1):
            person = self.add(self.new_person(team))
            self.add(
                QualificationGrant(
                    person_id=person.id,
                    qualification_type_id=qualification.id,
                    certificate_number=f"CERT-{person.reference}",
                    valid_from=date(2024, 6, 1),
                    valid_to=date(2027, 6, 1),
                )
            )
            people.append(person)
        return people

    def new_person(self, team: Team) -> Person:
        serial = next(self.serials)
        return Person(
            region_id=team.region_id,
            reference=f"P-{serial:04d}",
            name=f"测试人员{serial}",
            phone=f"000-{serial:08d}",
            salt=f"{serial:032x}",
            birth_year=1985,
            sex=Sex.MALE if serial % 2 else Sex.FEMALE,
            employer_id=team.organization_id,
            valid_from=FOUNDED,
        )

    def _memberships(self, team_id: UUID, posts: list[Post], people: list[Person]) -> list[Membership]:
        roles = [MemberRole.LEADER, MemberRole.DEPUTY, MemberRole.MEMBER]
        return [
            self.add(
                Membership(
                    team_id=team_id, person_id=person.id, post_id=post.id, role=role, valid_from=FOUNDED
                )
            )
            for post, person, role in zip(posts, people, roles, strict=False)
        ]

    def _equipment(self, team: Team) -> EquipmentItem:
        return self.add(
            EquipmentItem(
                team_id=team.id,
                owner_id=team.organization_id,
                kind="发电机",
                kind_en="generator",
                key=True,
                quantity=2,
                serial=f"S-{team.code}",
                state=EquipmentState.SERVICEABLE,
                next_inspection_on=date(2026, 6, 1),
            )
        )

    def _resources(
        self, regions: dict[str, Region], organizations: dict[str, Organization]
    ) -> dict[tuple[str, ResourceKind], SharedResource]:
        wanted = {
            "510300": {kind: 60 if kind is ResourceKind.BASE else 40 for kind in ResourceKind},
            "511000": {ResourceKind.BASE: 60, ResourceKind.COMMAND_VEHICLES: 2},
        }
        return {
            (code, kind): self.add(
                SharedResource(
                    region_id=regions[code].id,
                    organization_id=organizations[code].id,
                    code=f"R-{code}-{kind.value}",
                    name=f"{regions[code].name}{kind.zh}",
                    kind=kind,
                    capacity=capacity,
                    latitude=regions[code].latitude,
                    longitude=regions[code].longitude,
                    valid_from=FOUNDED,
                )
            )
            for code, kinds in wanted.items()
            for kind, capacity in kinds.items()
        }

    def _days(
        self, regions: dict[str, Region], resources: dict[tuple[str, ResourceKind], SharedResource]
    ) -> tuple[Blackout, Unavailability]:
        blackout = self.add(
            Blackout(
                region_id=regions["510300"].id,
                kind="examination",
                note="高考",
                valid_from=date(2026, 6, 5),
                valid_to=date(2026, 6, 10),
            )
        )
        unavailability = self.add(
            Unavailability(
                resource_id=resources["510300", ResourceKind.BASE].id,
                region_id=regions["510300"].id,
                reason=UnavailabilityReason.MAINTENANCE,
                note="维修",
                valid_from=date(2026, 7, 1),
                valid_to=date(2026, 7, 8),
            )
        )
        return blackout, unavailability

    def _principals(self, regions: dict[str, Region]) -> tuple[dict[str, Principal], dict[str, Grant]]:
        principals: dict[str, Principal] = {}
        grants: dict[str, Grant] = {}
        for login, (role, code) in PRINCIPALS.items():
            principal = Principal(
                kind=PrincipalKind.ACCOUNT, login=login, name=f"{role.zh}甲", valid_from=FOUNDED
            )
            principals[login] = self.add(principal)
            grants[login] = self.add(
                Grant(
                    principal_id=principal.id,
                    role=role,
                    region_id=regions[code].id,
                    valid_from=FOUNDED,
                )
            )
        return principals, grants
