"""What an audit pack tells of checks, hazards, double-random draws, and of what the screen asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from exercises.audit_pack.gathering import gather
from exercises.audit_pack.pack import packed
from exercises.audit_pack.screened import ASKED, NOT_ASKED
from exercises.codes import ExerciseKind
from exercises.screening.catalog import RULES
from registry.access import SYSTEM
from registry.checks import plan_check, publish_check, record_check, write_check_list
from registry.codes import CheckResult, FindingSeverity, TeamCategory
from registry.draws.inspectors import retire_inspector
from registry.draws.reading import drawn_objects
from registry.hazards import HazardDraft, report_hazard
from registry.history import changing
from registry.network import assign_body
from registry.past import AsOf
from registry.tables import EvidenceFile, EvidenceLink, Inspector
from tests.conftest import NOW
from tests.exercises.audit_pack.packs import ON, TODAY, auditor, rows_of
from tests.exercises.readiness.records import evidence, held
from tests.exercises.years import YearWorld
from tests.pasts import a_past
from tests.registry.checks.steps import a_list, list_draft, own_acts
from tests.registry.checks.test_checks import NO, YES, a_draft, a_record
from tests.registry.draws.steps import REVEAL_BY, REVEALED, SECRET, add_inspectors, drawn
from tests.registry.works.town import FROM, add_town

pytestmark = pytest.mark.anyio


async def test_draws_are_told_as_they_were_and_their_objects_once_drawn(year: YearWorld) -> None:
    past, viewer = a_past(), await auditor(year)
    await add_inspectors(year.world, year.acts)
    plan = await drawn(year.world, year.acts)
    listed = await drawn_objects(viewer, plan.id)
    day = REVEALED.date() + timedelta(days=9)
    for inspector in await Inspector.all():
        act = year.acts(at=REVEALED)
        await retire_inspector(viewer, act, inspector.id, inspector.version, from_day=day)

    before = await gather(past, viewer, "510300", TODAY)
    overdue = await gather(past, viewer, "510300", AsOf(REVEAL_BY + timedelta(days=1), NOW))
    after = await gather(past, viewer, "510300", AsOf(day, REVEALED))

    assert rows_of(before, "drawn") == ()
    assert [rows_of(each, "draws")[0][4] for each in (before, overdue, after)] == [
        "已承诺 / committed",
        "逾期未揭示 / not revealed in time",
        "已抽取 / drawn",
    ]
    ((*_, hash_, commitment, seed),) = rows_of(after, "draws")
    assert rows_of(before, "draws")[0][5:10] == ("2", 5, 4, 1, "2026-01-05")
    assert rows_of(before, "draws")[0][-3:] == (hash_, commitment, None)
    assert (hash_, commitment, seed) == (plan.manifest_hash, plan.commitment, plan.seed)
    assert rows_of(after, "drawn") == tuple(
        (plan.code, each.ordinal, each.code, each.name, "", ", ".join(i.code for i in each.inspectors), "")
        for each in listed
    )
    assert (len(listed), SECRET.hex() in packed(after).decode()) == (2, False)


async def test_checks_and_hazards_are_told_with_their_list_and_times(year: YearWorld) -> None:
    world, viewer = year.world, await auditor(year)
    _, acts = await own_acts(world, year.acts, "auditor")
    made, items = await a_list(world, year.acts)
    check = await plan_check(viewer, acts(), a_draft(world, made.id))
    await record_check(viewer, acts(), check.id, a_record(items, NO, NO, YES, result=CheckResult.RECTIFY), 1)
    await publish_check(viewer, acts(), check.id, 2, publication="区政府网站")
    later = ON + timedelta(days=10)
    await write_check_list(
        viewer, acts(), replace(list_draft(world.city), from_day=later), expected_version=1
    )
    town = await add_town(world, world.district)
    await assign_body(SYSTEM, year.acts(), town.estate.id, town.organization.id, from_day=FROM)
    registrar, theirs = await own_acts(world, year.acts, "registrar")
    found = HazardDraft(
        region_id=town.estate.id,
        work_id=town.work.id,
        title="口部渗水",
        severity=FindingSeverity.CONSIDERABLE,
        found_on=date(2025, 12, 1),
        reporter_id=town.organization.id,
    )
    hazard = await report_hazard(registrar, theirs(), found)

    pack = await gather(a_past(), viewer, "510300", AsOf(later, NOW))

    ((region, kind, label, draw, list_, state, planned, held, result, *counts),) = rows_of(pack, "checks")
    assert (region, kind, planned, held) == (
        "自流井区",
        "专业保障队伍 / support team",
        "2026-01-05",
        "2026-01-05",
    )
    assert world.team.code in str(label)
    assert (draw, list_) == ("日常监督检查 / routine", "示例检查单 / Sample (1)")
    assert (state, result) == ("已公示 / published", "责令改正 / ordered to rectify")
    assert counts == [2, 1, 2, 2, "2026-01-05", 1, "", "区政府网站"]
    assert [row[0] for row in rows_of(pack, "findings")] == ["待整改 / open"] * 2
    ((late, code, *_, disposed_by, closed_by),) = rows_of(pack, "hazards")
    assert (late, code, disposed_by, closed_by) == ("逾期 / overdue", hazard.code, None, None)
    taken = (1, 1, 1, 45, None, None, None, None, None, None)
    assert rows_of(pack, "hazard_times") == (
        ("合计 / whole", *taken),
        ("自流井区", *taken),
        ("物业级 / property manager", *taken),
    )
    assert "检查员" not in packed(pack).decode()


async def test_questions_of_the_screen_are_those_the_past_can_answer(year: YearWorld) -> None:
    team = year.world.teams["510302", TeamCategory.COM]
    async with changing(year.act(year.planner)) as change:
        first = await held(change, team, ExerciseKind.TURN_OUT, date(2025, 9, 10))
        second = await held(change, team, ExerciseKind.TURN_OUT, date(2025, 11, 10))
        await evidence(change, team.region_id, first, date(2025, 9, 11))
        file = await EvidenceFile.all().get()
        again = EvidenceLink(
            evidence_id=file.id,
            record_table=second.table_name(),
            record_id=second.id,
            change_id=change.act.id,
        )
        await change.add(again)

    pack = await gather(a_past(), await auditor(year), "510300", TODAY)

    ((region, severity, rule, *sentences, count, records),) = rows_of(pack, "screened")
    assert (region, severity, rule) == ("自流井区", "错误 / error", "EVIDENCE_REUSED")
    assert "2 different occasions" in str(sentences[1])
    assert (count, str(records).splitlines()[0]) == (2, f"evidence_file {file.id}")
    (note,) = [topic.note for topic in pack.topics if topic.code == "screened"]
    assert "ENTERED_LATE" in note[0]
    assert set(ASKED) | set(NOT_ASKED) == set(RULES)
    assert ("Questions of the inflation screen", "1") in [fact[1:] for fact in pack.facts]
