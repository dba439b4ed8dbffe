"""What an audit pack tells, and that it tells the same whenever it is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exercises.audit_pack.gathering import gather
from exercises.audit_pack.pack import packed, unpacked
from exercises.readiness.rating_teams import rated
from registry.codes import Capability, FindingState
from registry.errors import AccessDenied, NotFound
from registry.history import changing
from registry.past import AsOf
from registry.sealing import take_seal
from tests.conftest import NOW, Statements
from tests.exercises.audit_pack.packs import ON, TODAY, audited, auditor, finding, rows_of
from tests.exercises.years import YearWorld
from tests.pasts import a_past

pytestmark = pytest.mark.anyio
TEAM = ("自流井区", "510302-COM-01", "自流井区通信测试队")
OTHER = ("自流井区", "510302-RRP-01", "自流井区抢险抢修测试队")


async def test_pack_tells_what_was_decided_and_found(year: YearWorld) -> None:
    made = await audited(year)

    pack = await gather(a_past(), await auditor(year), "510300", TODAY)

    digest = "0" * 64
    assert rows_of(pack, "overrides") == (
        (*OTHER, "平时 / peace", "下调 / lowered", 3, 4, "2026-01-05", None, made["reason"], "approver", ""),
    )
    people, yes = "P 人员 / people", "是 / yes"
    assert rows_of(pack, "confirmations") == ((*TEAM, people, "2025-12-01", yes, "planner", "", digest),)
    what, found = ("一般 / minor", "检查 / inspection"), "2025-12-01"
    waiting = (None, None, 0, None, "", None, None, "")
    verified = ("2026-01-05", "2026-01-05", 0, None, "", "planner", "approver", "")
    assert rows_of(pack, "findings") == (
        ("逾期 / overdue", *TEAM[:2], "缺少备件", *what, found, "2025-12-31", *waiting),
        ("待整改 / open", *TEAM[:2], "台账缺页", *what, found, "2026-03-01", *waiting),
        ("已销号 / closed", *OTHER[:2], "标识不清", *what, found, "2026-03-01", *verified),
    )
    words = ("队伍 510302-COM-01 没有队长。", "Nobody leads team 510302-COM-01.")
    record = f"team {made['team'].id}"
    assert rows_of(pack, "quality") == (
        ("自流井区", "警告 / warning", "TEAM_WITHOUT_LEADER", *words, "2026-01-02", None, None, record),
    )
    counted = ("在编队伍没有队长", "Active team without a leader", 1, 0, "2026-01-02")
    assert rows_of(pack, "quality_rules") == (("警告 / warning", "TEAM_WITHOUT_LEADER", *counted),)
    own = ("510302 自流井区", 75, "%", "S", "自办〔2025〕1号")
    assert rows_of(pack, "rules")[-1] == (
        "readiness.band.T.2",
        "训练2级下限 / training: least for level 2",
        *own,
    )
    assert sum(int(str(row[2])) for row in rows_of(pack, "versions")[:-1]) == 5
    assert [(figure[1], figure[2]) for figure in pack.facts] == [
        ("Teams", "5"),
        ("Overrides in force", "1"),
        ("Caps fired", str(len(rows_of(pack, "caps")))),
        ("Teams with unverified data (age D)", "5"),
        ("Findings overdue", "1"),
        ("Findings open, overdue ones too", "2"),
        ("Findings closed within a year", "1"),
        ("Random draws published", "0"),
        ("Checks within a year", "0"),
        ("Hazards overdue", "0"),
        ("Questions of the inflation screen", "0"),
        ("Open data-quality issues", "1"),
        ("Ledger seal", "—"),
    ]
    assert unpacked(packed(pack)) == pack


async def test_ratings_are_those_of_the_records_with_people_counted_not_named(year: YearWorld) -> None:
    await audited(year)
    viewer = await auditor(year)
    now = await rated(viewer, year.region_id, ON)

    pack = await gather(a_past(), viewer, "510300", TODAY)

    assert [(team.code, team.computed) for each in pack.districts for team in each.teams] == [
        (each.facts.code, each.rating.shown) for each in now
    ]
    assert [(each.code, each.levels) for each in pack.districts] == [
        ("510302", (0, 0, 0, 0, 3, 0, 0)),
        ("510303", (0, 0, 0, 0, 2, 0, 0)),
    ]
    assert [row[3:8] for row in rows_of(pack, "fractions") if row[1] == TEAM[1]] == [
        (f"{m.measure.value} {m.measure.zh} / {m.measure.en}", m.numerator, m.denominator, m.shown, m.level)
        for area in now[0].rating.areas
        for m in area.measures
    ]
    counted = [row[4:] for row in rows_of(pack, "sources") if row[1] == TEAM[1] and row[3] == "P1"]
    assert counted == [("计入 / counts", "人员 / person", 3, "仅列人数 / counted only")]
    told = packed(pack).decode()
    people = [person for each in year.world.people.values() for person in each]
    assert [person.reference for person in people if person.reference in told or str(person.id) in told] == []
    assert pack.notes[1][1].startswith("15 members are counted only")
    assert ("1个岗位“操作手”无合格人员。", "1 post “operator” without a qualified member.") in (
        pack.districts[0].teams[0].sentences
    )
    lowered = pack.districts[0].teams[2].sentences[0]
    assert lowered[1].startswith("Lowered by hand: computed ?4, shown ?4, without an end.")


async def test_pack_is_the_same_when_asked_again_after_changes(year: YearWorld) -> None:
    made = await audited(year)
    viewer = await auditor(year)
    past = a_past()
    first = await gather(past, viewer, "510300", TODAY)
    later = NOW + timedelta(days=1)
    async with changing(year.acts("later", at=later)) as change:
        await change.change(made["open"], state=FindingState.RECTIFIED, rectified_on=ON)
        await change.change(made["team"], name="改名后的队伍", effective_on=ON)
        await change.add(finding(made["other"], "后来发现"))
    await take_seal(later, now=later + timedelta(hours=1))

    again = await gather(past, viewer, "510300", TODAY)
    elsewhere = await gather(a_past(), viewer, "510300", TODAY)
    known_later = await gather(past, viewer, "510300", AsOf(later.date(), later))

    assert packed(first) == packed(again) == packed(elsewhere)
    titles = {(row[0], row[3]) for row in rows_of(known_later, "findings")}
    assert ("已整改 / rectified", "台账缺页") in titles
    assert ("待整改 / open", "后来发现") in titles
    assert rows_of(known_later, "ratings")[0][2] == "改名后的队伍"
    assert rows_of(known_later, "seal")[0][1] == 1
    assert known_later.facts[-1][2].startswith("1 · ")


async def test_pack_is_for_who_may_audit_there(year: YearWorld, statements: Statements) -> None:
    past, viewer = a_past(), await auditor(year)
    await gather(past, viewer, "510300", TODAY)

    with statements.counted() as of_city:
        city = await gather(past, viewer, "510300", TODAY)
    with statements.counted() as of_district:
        district = await gather(past, viewer, "510303", TODAY)

    assert (len(rows_of(city, "ratings")), len(rows_of(district, "ratings"))) == (5, 2)
    assert len(of_city) == len(of_district)
    assert not year.viewer.can(Capability.AUDIT)
    with pytest.raises(AccessDenied):
        await gather(past, year.viewer, year.world.district.code, TODAY)
    for viewer_, code in ((viewer, "511000"), (viewer, "999999")):
        with pytest.raises(NotFound):
            await gather(past, viewer_, code, TODAY)
