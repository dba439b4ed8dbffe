from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from exercises.codes import AttendanceStatus, ExerciseKind
from exercises.tables import Attendance, CalendarDay, Execution, ExecutionTeam, ExternalEvent
from registry import credit_code
from registry.codes import (
    CategoryGroup,
    CheckState,
    EquipmentState,
    FindingSeverity,
    FindingState,
    HazardState,
    RegionLevel,
    ResourceKind,
    TaskState,
    TeamCategory,
    TeamState,
)
from registry.tables import (
    Area,
    CapabilityItem,
    CommandFacility,
    CommitmentLetter,
    Confirmation,
    EquipmentItem,
    Finding,
    Hazard,
    HazardStepTaken,
    InspectionCheck,
    Membership,
    MobilizationCenter,
    Organization,
    OutsideService,
    Person,
    PostRequirement,
    Principal,
    QualificationGrant,
    Record,
    Region,
    Reorganization,
    SharedResource,
    Team,
    Unavailability,
)
from seeds.centers import centers_of, steps
from seeds.cities import Share, city_drafts
from seeds.places import CITY, cities, places
from seeds.scales import shares, world_cities
from seeds.sheets import sheet
from seeds.worlds import Draft, World
from tests.seeds.worlds import KNOWN_ON, WORLD, drafts, fingerprint

SHEETS = (
    "area_members",
    "blackouts",
    "capabilities",
    "centers",
    "check_items",
    "equipment",
    "facilities",
    "history",
    "layout",
    "organizations",
    "posts",
    "qualifications",
    "regions",
    "resources",
    "rule_figures",
    "rule_sources",
    "rule_texts",
    "task_equipment",
    "task_posts",
    "team_types",
)


@pytest.fixture(scope="module")
def city() -> dict[type[Record], list[Draft]]:
    found: dict[type[Record], list[Draft]] = defaultdict(list)
    for draft in drafts():
        found[draft.table].append(draft)
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_rows_are_whole_and_carry_a_source(name: str) -> None:
    rows = sheet(name)

    assert rows
    assert [row for row in rows if not row["source"]] == []


def test_same_seed_gives_same_bytes_in_another_process() -> None:
    """Sets and hashes differ between processes; rows may not."""
    program = "from tests.seeds.worlds import drafts, fingerprint; print(fingerprint(drafts()))"

    other = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert other.stdout.strip() == fingerprint(drafts())


def test_another_seed_changes_the_units_but_not_the_reference_records() -> None:
    other = {(draft.table, draft.id) for draft in drafts(World(seed=8, year=2026))}
    mine = {(draft.table, draft.id) for draft in drafts()}

    shared = {table for table, _ in mine & other}
    assert {Region, Area, CalendarDay, Principal} <= shared
    assert shared.isdisjoint({Team, Person, Organization, Execution, SharedResource})


def test_identifiers_are_unique(city: dict[type[Record], list[Draft]]) -> None:
    for of_table in city.values():
        assert len({draft.id for draft in of_table}) == len(of_table)


def test_neighbor_station_is_the_same_whether_its_city_is_seeded_in_part_or_whole() -> None:
    every = world_cities(WORLD)
    part, whole = (Share(every["510500"], stations_only=part) for part in (True, False))

    in_part = {(d.table, d.id): d.values for d in city_drafts(WORLD, part, every, known_on=KNOWN_ON)}
    in_whole = {(d.table, d.id): d.values for d in city_drafts(WORLD, whole, every, known_on=KNOWN_ON)}

    assert in_part
    assert {key: in_whole[key] for key in in_part} == in_part


def test_city_has_about_sixty_teams_over_every_category(city: dict[type[Record], list[Draft]]) -> None:
    own = [d.values for d in city[Team] if d.values["code"].startswith("5103")]
    categories = {values["category"] for values in own}

    assert 58 <= len(own) <= 64
    assert categories == {c for c in TeamCategory if c.group is not CategoryGroup.INDUSTRY}
    assert {values["state"] for values in own} == set(TeamState) - {TeamState.DISBANDED}
    assert all(8 <= values["authorized_strength"] <= 20 for values in own)


def test_every_district_has_a_team_of_every_statutory_category(city: dict[type[Record], list[Draft]]) -> None:
    districts = {place.code for place in world_cities(WORLD)[CITY].districts}
    statutory = {c for c in TeamCategory if c.group is CategoryGroup.STATUTORY}
    held = {(d.values["code"][:6], d.values["category"]) for d in city[Team]}

    assert {(code, category) for code in districts for category in statutory} <= held


def test_neighbors_have_their_stations_only(city: dict[type[Record], list[Draft]]) -> None:
    theirs = Counter(
        (d.values["code"][:4], d.values["category"]) for d in city[Team] if d.values["code"][:4] != "5103"
    )
    kinds = {d.values["kind"] for d in city[SharedResource] if d.values["code"][:4] != "5103"}

    stations = (TeamCategory.COM, TeamCategory.MCP)
    assert theirs == {(code, category): 1 for code in ("5105", "5110", "5115") for category in stations}
    assert kinds == {ResourceKind.COMMAND_VEHICLES, ResourceKind.SATELLITE_SETS}


def test_enterprises_have_capabilities_and_centers_stand_on_three_of_them(
    city: dict[type[Record], list[Draft]],
) -> None:
    capable = {d.values["organization_id"] for d in city[CapabilityItem]}
    hosts = [d.values["organization_id"] for d in city[MobilizationCenter]]

    assert len(capable) == 25
    assert len(set(hosts)) == 3
    assert set(hosts) <= capable


def test_centers_were_designated_one_after_the_other() -> None:
    centers = centers_of(WORLD, world_cities(WORLD)[CITY])

    moves = steps(centers)

    designated = [step for step in moves if step.designation_number]
    assert [step.center_id for step in designated] == [center.id for center in centers]
    assert list(moves) == sorted(moves)
    assert len(moves) == 15


def test_names_and_numbers_say_that_they_are_invented(city: dict[type[Record], list[Draft]]) -> None:
    for table in (Organization, Team, SharedResource, MobilizationCenter, Person, CommandFacility):
        assert [d.values["name"] for d in city[table] if "示例" not in d.values["name"]] == []
    assert [d.values["phone"] for d in city[Person] if not d.values["phone"].startswith("000-")] == []
    assert all(
        d.values["reference"].startswith(("P-5103", "P-5105", "P-5110", "P-5115")) for d in city[Person]
    )


def test_credit_codes_have_valid_check_digits(city: dict[type[Record], list[Draft]]) -> None:
    codes = [d.values["credit_code"] for d in city[Organization]]

    assert all(credit_code.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_equipment_is_in_every_state(city: dict[type[Record], list[Draft]]) -> None:
    assert {d.values["state"] for d in city[EquipmentItem]} == set(EquipmentState)


def test_qualifications_lapsed_lapse_in_the_year_and_were_renewed(
    city: dict[type[Record], list[Draft]],
) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    ends: dict[tuple[object, object], list[date]] = defaultdict(list)
    for d in city[QualificationGrant]:
        ends[d.values["person_id"], d.values["qualification_type_id"]].append(d.values["valid_to"])
    latest = [max(days) for days in ends.values()]

    assert 10 < sum(end <= first for end in latest) < len(latest) // 10
    assert len(latest) // 10 < sum(first < end <= last for end in latest) < len(latest) * 6 // 10
    assert sum(len(days) == 2 for days in ends.values()) > len(ends) // 3


def test_record_ends_before_the_load_and_knows_the_comprehensive_exercise_of_2022(
    city: dict[type[Record], list[Draft]],
) -> None:
    held = [d.values for d in city[Execution]]
    comprehensive = [v["first_day"].year for v in held if v["kind"] is ExerciseKind.COMPREHENSIVE]

    assert max(values["last_day"] for values in held) < date(2025, 11, 28)
    assert comprehensive == [2022]


def test_external_dates_are_the_siren_day_and_three_days_of_joint_training(
    city: dict[type[Record], list[Draft]],
) -> None:
    dated = {(d.values["code"], d.values["first_day"], d.values["last_day"]) for d in city[ExternalEvent]}

    joint = {
        (f"AREA_JOINT-2026-{code}", date(2026, 5, 12), date(2026, 5, 14))
        for code in ("510300", "510500", "511000", "511500")
    }
    assert dated == {("SIREN_TRIAL-2026-510300", date(2026, 9, 18), date(2026, 9, 18)), *joint}


def test_unavailability_names_exactly_one_of_team_person_and_resource(
    city: dict[type[Record], list[Draft]],
) -> None:
    whom = {"team_id", "person_id", "resource_id"}

    assert city[Unavailability]
    assert all(len(whom & set(d.values)) == 1 for d in city[Unavailability])


def test_region_sheet_is_one_tree_under_the_nation() -> None:
    known = {place.code: place for place in places()}
    roots = [place.code for place in known.values() if not place.parent]

    assert roots == ["100000"]
    assert [place.code for place in known.values() if place.parent and place.parent not in known] == []
    assert Counter(place.level for place in known.values())[RegionLevel.PROVINCE] == 34


def test_renamed_county_ends_where_its_successor_begins() -> None:
    known = {place.code: place for place in places()}

    assert known["511521"].valid_to == known["511504"].valid_from
    assert "511521" not in {d.code for d in cities(date(2026, 1, 1))["511500"].districts}
    assert "511521" in {d.code for d in cities(date(2016, 1, 1))["511500"].districts}


def test_province_has_about_two_thousand_teams_in_twenty_one_cities() -> None:
    everywhere = shares(WORLD, "province")

    assert len(everywhere) == 21
    assert 1_900 <= sum(len(share.seats(WORLD)) for share in everywhere) <= 2_100


def test_letters_follow_the_memberships_and_add_less_than_a_quarter(
    city: dict[type[Record], list[Draft]],
) -> None:
    known = {d.id: d.values.get("commitment_letter_on") for d in city[Membership]}
    letters = [draft.values for draft in city[CommitmentLetter]]

    assert {each["membership_id"]: each["signed_on"] for each in letters} == {
        key: day for key, day in known.items() if day is not None
    }
    lapsing = sum(each["valid_to"] is not None for each in letters)
    assert 0.15 < lapsing / len(letters) < 0.35
    serving = {draft.values["person_id"] for draft in city[OutsideService]}
    assert 10 < len(serving) < 0.1 * len(city[Person])
    added = len(letters) + len(serving) + len(city[Reorganization])
    assert added < 0.25 * (sum(len(each) for each in city.values()) - added)


def test_teams_were_reorganized_last_year_or_are_being_reorganized(
    city: dict[type[Record], list[Draft]],
) -> None:
    states = {draft.id: draft.values["state"] for draft in city[Team]}
    found = {draft.values["team_id"]: draft.values for draft in city[Reorganization]}

    open_ones = {key for key, each in found.items() if each["state"] == "open"}
    assert open_ones == {key for key, state in states.items() if state is TeamState.REORGANIZING}
    trained = {TeamState.ACTIVE, TeamState.REORGANIZING, TeamState.SUSPENDED}
    assert set(found) == {key for key, state in states.items() if state in trained}
    for values in found.values():
        if values["state"] == "completed":
            strength = values["strength_before"] + values["joined"] - values["departed"]
            assert values["strength_after"] == strength
            assert values["present"] <= values["mustered"]


def test_names_agree_with_the_numbers_of_those_who_came(city: dict[type[Record], list[Draft]]) -> None:
    parts = {d.id: d.values for d in city[ExecutionTeam]}
    named: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for draft in city[Attendance]:
        named[draft.values["execution_team_id"]].append(dict(draft.values))
    kinds = {d.id: d.values["kind"] for d in city[Execution]}
    serving = {d.values["person_id"]: d.values for d in city[Membership]}

    assert {kinds[parts[key]["execution_id"]] for key in named} == {
        ExerciseKind.TURN_OUT,
        ExerciseKind.ASSESSMENT,
    }
    there = {AttendanceStatus.PRESENT, AttendanceStatus.LATE}
    for key, names in named.items():
        assert sum(each["status"] in there for each in names) == parts[key]["present_persons"]
        assert {serving[each["person_id"]]["team_id"] for each in names} == {parts[key]["team_id"]}
        assert all(serving[each["person_id"]]["valid_from"] <= each["valid_from"] for each in names)
    statuses = {each["status"] for names in named.values() for each in names}
    assert statuses == set(AttendanceStatus)
    added = len(city[Attendance]) + len(city[Confirmation]) + len(city[Finding])
    assert added < 0.3 * sum(len(each) for each in city.values())


def test_records_are_confirmed_and_findings_are_in_every_state(city: dict[type[Record], list[Draft]]) -> None:
    active = {
        d.id for d in city[Team] if d.values["state"] is TeamState.ACTIVE and d.values["code"][:4] == "5103"
    }
    said = [d.values for d in city[Confirmation]]
    fresh = sum((KNOWN_ON - values["valid_from"]).days <= 90 for values in said) / len(said)
    found = [d.values for d in city[Finding]]

    assert {values["team_id"] for values in said} == active
    assert 0.6 < fresh < 0.95
    assert {values["proved"] for values in said} == {True, False}
    assert {values["state"] for values in found} >= {
        FindingState.OPEN,
        FindingState.RECTIFIED,
        FindingState.CLOSED,
    }
    overdue = [v for v in found if v["state"] is FindingState.OPEN and v["due_on"] < KNOWN_ON]
    assert {values["severity"] for values in overdue} >= {FindingSeverity.MAJOR, FindingSeverity.CONSIDERABLE}


def test_war_asks_more_of_two_team_types(city: dict[type[Record], list[Draft]]) -> None:
    posts: Counter[tuple[object, object]] = Counter()
    for draft in city[PostRequirement]:
        posts[draft.values["team_type_id"], draft.values.get("task_state")] += draft.values["posts"]
    special = {team_type for team_type, task in posts if task is TaskState.WAR}

    assert len(special) == 2
    for each in special:
        assert posts[each, None] < posts[each, TaskState.EMERGENCY] < posts[each, TaskState.WAR]


def test_checks_find_something_and_hazards_stand_in_every_state(
    city: dict[type[Record], list[Draft]],
) -> None:
    held = {draft.values["state"] for draft in city[InspectionCheck]}
    assert held == {CheckState.PLANNED, CheckState.HELD, CheckState.PUBLISHED}
    of_checks = [draft.values for draft in city[Finding] if draft.values.get("check_id") is not None]
    assert {each.get("verified_on") is None for each in of_checks} == {True, False}
    states = {draft.id: draft.values["state"] for draft in city[Hazard]}
    assert (len(states), set(states.values())) == (25, set(HazardState))
    days: dict[object, list[date]] = defaultdict(list)
    for draft in city[HazardStepTaken]:
        days[draft.values["hazard_id"]].append(draft.values["valid_from"])
    assert set(days) == set(states)
    assert all(each == sorted(each) and each[-1] < KNOWN_ON for each in days.values())
