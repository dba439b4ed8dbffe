"""An exercise that was held is recorded once, corrected later, and refused when it cannot be true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from exercises.codes import AttendanceStatus, EventState, ExerciseKind, Grade, LinkMeans
from exercises.conduct import (
    AttendanceDraft,
    ExecutionDraft,
    LinkDraft,
    PartDraft,
    call_roll,
    correct_execution,
    record_execution,
    roll_of,
)
from exercises.errors import PlanFrozen, TransitionRefused
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest, PlannedEvent, TrainingPlan
from registry.access import Viewer, viewer_of
from registry.codes import TeamCategory, UnavailabilityReason
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing
from registry.tables import EvidenceFile, EvidenceLink, LedgerEntry, Membership, Person, Team, Unavailability
from tests.api.year import small_year
from tests.conftest import NOW
from tests.exercises.years import YearWorld

pytestmark = pytest.mark.anyio

DAY = date(2026, 1, 3)
HELD = datetime(2026, 1, 3, 1, tzinfo=UTC)
PRESENT, EXCUSED, ABSENT, LATE = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
    AttendanceStatus.LATE,
)


@dataclass(frozen=True)
class Scene:
    """A team with three members, and who may record what it did."""

    year: YearWorld
    registrar: Viewer
    team: Team
    people: list[Person]

    def act(self) -> Act:
        return self.year.act(self.registrar, "back from the exercise")

    def part(self, **values: Any) -> PartDraft:
        facts: dict[str, Any] = {"present_persons": 2}
        return PartDraft(self.team.id, Grade.GOOD, **(facts | values))

    def draft(self, *parts: PartDraft, **values: Any) -> ExecutionDraft:
        facts: dict[str, Any] = {
            "first_day": DAY,
            "last_day": DAY,
            "region_id": self.team.region_id,
            "kind": ExerciseKind.TURN_OUT,
            "title": "拉动训练",
        }
        return ExecutionDraft(parts=parts or (self.part(),), **(facts | values))

    async def record(self, *parts: PartDraft, **values: Any) -> Execution:
        return await record_execution(self.registrar, self.act(), self.draft(*parts, **values))


@pytest.fixture
async def scene(year: YearWorld) -> Scene:
    world = year.world
    registrar = await viewer_of(world.principals["registrar"].id, on=NOW.date())
    return Scene(year, registrar, world.team, world.people[world.team.id])


async def names(part: ExecutionTeam) -> dict[UUID, AttendanceStatus]:
    return {each.person_id: each.status for each in await Attendance.filter(execution_team_id=part.id)}


async def test_planned_event_is_conducted_by_the_act_that_records_it(scene: Scene) -> None:
    kept = await small_year(scene.year.world, scene.year.world.city, scene.team)
    first, second, third = (person.id for person in scene.people)
    part = scene.part(
        present_persons=None,
        attendance=(AttendanceDraft(second, EXCUSED, "病假"), AttendanceDraft(third, LATE, arrived_at=HELD)),
        others_present=True,
        evaluator="市动员办评估组",
        evaluator_external=True,
    )
    draft = ExecutionDraft(
        event_id=kept.event.id,
        first_day=DAY,
        last_day=DAY,
        begun_at=HELD,
        ended_at=HELD.replace(hour=4),
        parts=(part,),
        links=(
            LinkDraft("510302", "511000", LinkMeans.SATELLITE, success=True, setup_seconds=90, quality=4),
        ),
    )
    planner = scene.year.planner

    held = await record_execution(planner, scene.year.act(planner, "held"), draft, event_version=1)

    event = await PlannedEvent.get(id=kept.event.id)
    assert (held.kind, held.title, held.event_id) == (event.kind, event.title, event.id)
    assert (event.state, event.sequence, event.change_reason) == (EventState.CONDUCTED, 1, "held")
    stored = await ExecutionTeam.get(execution_id=held.id)
    assert (stored.present_persons, stored.authorized_persons, stored.grade) == (2, 4, Grade.GOOD)
    assert (stored.evaluator, stored.evaluator_external) == ("市动员办评估组", True)
    assert await names(stored) == {first: PRESENT, second: EXCUSED, third: LATE}
    link = await LinkTest.get(execution_id=held.id)
    assert (link.setup_seconds, link.quality, link.valid_from) == (90, 4, DAY)
    acts = {
        entry.change_id
        for entry in await LedgerEntry.filter(record_id__in=[held.id, stored.id, event.id])
        if entry.record_id != event.id or entry.action == "change"
    }
    assert len(acts) == 1

    with pytest.raises(TransitionRefused):
        await record_execution(planner, scene.year.act(planner), draft)
    plan = await TrainingPlan.get(id=kept.plan.id)
    other = await PlannedEvent.filter(plan_id=plan.id).exclude(id=event.id).first()
    assert other is not None
    async with changing(scene.act()) as change:
        await change.change(plan, state="draft")
    with pytest.raises(PlanFrozen):
        await record_execution(planner, scene.year.act(planner), replace(draft, event_id=other.id))


async def a_file(scene: Scene) -> EvidenceFile:
    async with changing(scene.act()) as change:
        return await change.add(
            EvidenceFile(
                region_id=scene.team.region_id,
                sha256="0" * 64,
                size_bytes=1,
                media_type="pdf",
                name="讲评.pdf",
                salt="0" * 32,
                author_id=scene.registrar.principal_id,
                uploaded_at=NOW,
            )
        )


async def test_correction_replaces_the_record_and_the_ledger_keeps_both(scene: Scene) -> None:
    first, second = (person.id for person in scene.people[:2])
    links = tuple(
        LinkDraft("510302", "510300", means, success=True) for means in (LinkMeans.HF, LinkMeans.VHF)
    )
    held = await scene.record(scene.part(present_persons=None, others_present=True), links=links)
    proof = await a_file(scene)
    medical = scene.year.world.teams["510303", TeamCategory.MED]
    corrected = scene.draft(
        scene.part(
            present_persons=None,
            attendance=(AttendanceDraft(first, PRESENT), AttendanceDraft(second, ABSENT)),
        ),
        PartDraft(medical.id, Grade.PASSED, present_persons=3),
        first_day=date(2026, 1, 2),
        title="夜间拉动训练",
        links=(LinkDraft("510302", "510300", LinkMeans.VHF, success=False),),
    )

    now = await correct_execution(
        scene.registrar, scene.act(), held.id, corrected, held.version, evidence_ids=[proof.id]
    )

    assert (now.version, now.title, now.first_day, now.valid_from) == (
        2,
        "夜间拉动训练",
        date(2026, 1, 2),
        date(2026, 1, 2),
    )
    parts = {each.team_id: each for each in await ExecutionTeam.filter(execution_id=held.id)}
    assert {key: each.present_persons for key, each in parts.items()} == {scene.team.id: 1, medical.id: 3}
    assert await names(parts[scene.team.id]) == {first: PRESENT, second: ABSENT}
    (link,) = await LinkTest.filter(execution_id=held.id)
    assert (link.means, link.success) == (LinkMeans.VHF, False)
    assert await EvidenceLink.filter(record_id=held.id).count() == 1
    last = await LedgerEntry.filter(record_id=held.id).order_by("-sequence").first()
    assert last is not None
    assert (last.before["title"], last.after["title"]) == ("拉动训练", "夜间拉动训练")

    only = replace(corrected, parts=(PartDraft(medical.id, Grade.PASSED, present_persons=3),), links=())
    await correct_execution(scene.registrar, scene.act(), held.id, only, now.version)
    assert await Attendance.all().count() == 0
    assert await ExecutionTeam.filter(execution_id=held.id).count() == 1
    with pytest.raises(StaleVersion):
        await correct_execution(scene.registrar, scene.act(), held.id, only, 1)


async def test_roll_call_names_everybody_but_the_exceptions(scene: Scene, statements: Any) -> None:
    first, second, third = (person.id for person in scene.people)
    held = await scene.record()
    part = await ExecutionTeam.get(execution_id=held.id)
    async with changing(scene.act()) as change:
        await change.add(
            Unavailability(
                person_id=second,
                region_id=scene.team.region_id,
                reason=UnavailabilityReason.ILLNESS,
                valid_from=DAY,
                valid_to=date(2026, 1, 9),
            )
        )

    with statements.counted() as seen:
        roll = await roll_of(scene.registrar, scene.team.id, DAY)

    assert [(line.person.id, line.post.ordinal if line.post else None, line.away) for line in roll] == [
        (first, 1, None),
        (second, 2, UnavailabilityReason.ILLNESS),
        (third, 3, None),
    ]
    assert len(seen) == 5
    exceptions = [AttendanceDraft(second, EXCUSED, "病假")]
    called = await call_roll(scene.registrar, scene.act(), part.id, exceptions, part.version)
    assert await names(called) == {first: PRESENT, second: EXCUSED, third: PRESENT}
    assert (called.present_persons, called.version) == (2, 1)
    again = await call_roll(scene.registrar, scene.act(), part.id, [], called.version)
    assert (again.present_persons, again.version) == (3, 2)
    with pytest.raises(StaleVersion):
        await call_roll(scene.registrar, scene.act(), part.id, [], 1)


Made = Callable[[Scene], ExecutionDraft]


def attended(scene: Scene, *drafts: AttendanceDraft, **values: Any) -> ExecutionDraft:
    return scene.draft(scene.part(**({"present_persons": None, "attendance": drafts} | values)))


IMPOSSIBLE: dict[str, tuple[str, Made]] = {
    "future": ("last_day", lambda s: s.draft(last_day=date(2026, 1, 6))),
    "backwards": ("last_day", lambda s: s.draft(first_day=date(2026, 1, 4))),
    "begun elsewhere": ("begun_at", lambda s: s.draft(begun_at=HELD.replace(day=1))),
    "ended before it began": ("ended_at", lambda s: s.draft(begun_at=HELD, ended_at=HELD)),
    "no team": ("parts", lambda s: replace(s.draft(), parts=())),
    "team twice": ("team_id", lambda s: s.draft(s.part(), s.part())),
    "no title": ("title", lambda s: s.draft(title=" ")),
    "no kind": ("kind", lambda s: s.draft(kind=None)),
    "too many": ("present_persons", lambda s: s.draft(s.part(present_persons=5))),
    "nothing said": ("present_persons", lambda s: s.draft(s.part(present_persons=None))),
    "number against names": (
        "present_persons",
        lambda s: attended(s, AttendanceDraft(s.people[0].id, PRESENT), present_persons=2),
    ),
    "stranger": (
        "person_id",
        lambda s: attended(
            s, AttendanceDraft(s.year.world.people[s.year.world.foreign_team.id][0].id, PRESENT)
        ),
    ),
    "person twice": ("person_id", lambda s: attended(s, *[AttendanceDraft(s.people[0].id, PRESENT)] * 2)),
    "no reason": ("note", lambda s: attended(s, AttendanceDraft(s.people[0].id, EXCUSED))),
    "absent but arrived": (
        "arrived_at",
        lambda s: attended(s, AttendanceDraft(s.people[0].id, ABSENT, arrived_at=HELD)),
    ),
    "own evaluator": (
        "evaluator",
        lambda s: s.draft(s.part(evaluator=f" {s.people[1].name} ", evaluator_external=True)),
    ),
    "nobody from outside": ("evaluator", lambda s: s.draft(s.part(evaluator_external=True))),
    "quality of no link": (
        "quality",
        lambda s: s.draft(links=(LinkDraft("510302", "510300", LinkMeans.HF, success=False, quality=3),)),
    ),
    "link to itself": (
        "to_region",
        lambda s: s.draft(links=(LinkDraft("510302", "510302", LinkMeans.HF, success=True),)),
    ),
    "link twice": (
        "to_region",
        lambda s: s.draft(links=(LinkDraft("510302", "510300", LinkMeans.HF, success=True),) * 2),
    ),
}


async def test_what_cannot_be_true_is_refused_and_changes_nothing(scene: Scene) -> None:
    entries = await LedgerEntry.all().count()

    for name, (field, made) in IMPOSSIBLE.items():
        with pytest.raises(InvalidValue) as caught:
            await record_execution(scene.registrar, scene.act(), made(scene))
        assert (name, caught.value.field) == (name, field)

    assert await LedgerEntry.all().count() == entries
    assert await Execution.all().count() == 0


async def test_same_exercise_is_recorded_once_for_a_team(scene: Scene) -> None:
    held = await scene.record()

    with pytest.raises(InvalidValue, match="already"):
        await scene.record()

    assert await Execution.all().values_list("id", flat=True) == [held.id]
    await scene.record(kind=ExerciseKind.HANDS_ON)
    await scene.record(first_day=date(2026, 1, 2), last_day=date(2026, 1, 2))


async def test_only_who_plans_or_registers_for_every_team_records(scene: Scene) -> None:
    world = scene.year.world
    foreign = await viewer_of(world.principals["foreigner"].id, on=NOW.date())
    entries = await LedgerEntry.all().count()

    with pytest.raises(AccessDenied):
        await record_execution(scene.year.viewer, scene.act(), scene.draft())
    with pytest.raises(NotFound):
        await record_execution(foreign, scene.act(), scene.draft())
    with pytest.raises(NotFound):
        await scene.record(PartDraft(world.foreign_team.id, Grade.GOOD, present_persons=1))
    with pytest.raises(NotFound):
        await scene.record(links=(LinkDraft("511000", "511002", LinkMeans.HF, success=True),))

    assert await LedgerEntry.all().count() == entries


async def test_names_are_those_who_served_on_the_days(scene: Scene) -> None:
    gone = await Membership.get(person_id=scene.people[2].id)
    async with changing(scene.act()) as change:
        await change.change(gone, valid_to=DAY)

    held = await scene.record(scene.part(present_persons=None, others_present=True))

    stored = await ExecutionTeam.get(execution_id=held.id)
    assert set(await names(stored)) == {person.id for person in scene.people[:2]}


async def test_correction_leaves_the_parts_of_teams_out_of_reach(scene: Scene) -> None:
    held = await scene.record()
    foreign = scene.year.world.foreign_team
    async with changing(scene.act()) as change:
        await change.add(
            ExecutionTeam(
                execution_id=held.id,
                team_id=foreign.id,
                present_persons=1,
                authorized_persons=4,
                grade=Grade.GOOD,
            )
        )

    await correct_execution(scene.registrar, scene.act(), held.id, scene.draft(title="更名"), held.version)

    stored = await ExecutionTeam.filter(execution_id=held.id)
    assert {each.team_id for each in stored} == {scene.team.id, foreign.id}
