"""Records an audit pack tells of, on top of the small training year, stored through the door."""

from __future__ import annotations

from datetime import date
from typing import Any

from exercises.audit_pack.pack import Cell, Pack
from exercises.codes import ExerciseKind
from registry.access import Viewer, viewer_of
from registry.codes import (
    FindingOrigin,
    FindingSeverity,
    FindingState,
    IssueSeverity,
    ReadinessArea,
    RuleSubject,
    SourceMark,
    TeamCategory,
)
from registry.history import changing
from registry.past import AsOf
from registry.readiness.rules import RULE
from registry.tables import ConsistencyIssue, Finding, ReadinessOverride, RuleFigure, RuleText, Team
from tests.conftest import NOW
from tests.exercises.readiness.records import confirmed, evidence, held
from tests.exercises.years import YearWorld

ON = date(2026, 1, 5)
TODAY = AsOf(ON, NOW)


def rows_of(pack: Pack, code: str) -> tuple[tuple[Cell, ...], ...]:
    (topic,) = [each for each in pack.topics if each.code == code]
    return topic.rows


async def auditor(year: YearWorld, login: str = "auditor") -> Viewer:
    return await viewer_of(year.world.principals[login].id, on=NOW.date())


def finding(team: Team, title: str, **values: Any) -> Finding:
    standing = {"state": FindingState.OPEN, "due_on": date(2026, 3, 1)} | values
    return Finding(
        region_id=team.region_id,
        team_id=team.id,
        title=title,
        severity=FindingSeverity.MINOR,
        origin=FindingOrigin.CHECK,
        valid_from=date(2025, 12, 1),
        **standing,
    )


async def audited(year: YearWorld) -> dict[str, Any]:
    """Give teams of the first district something of every topic; return the records to be changed later."""
    world = year.world
    team, other = (world.teams["510302", each] for each in (TeamCategory.COM, TeamCategory.RRP))
    author = year.approver.principal_id
    async with changing(year.act(year.approver)) as change:
        await held(change, team, ExerciseKind.TURN_OUT, date(2025, 11, 10))
        await confirmed(change, year, team, ReadinessArea.PEOPLE, date(2025, 10, 1), proved=False)
        again = await confirmed(change, year, team, ReadinessArea.PEOPLE, date(2025, 12, 1), proved=True)
        await evidence(change, team.region_id, again, ON)
        override = ReadinessOverride(
            team_id=other.id,
            from_level=3,
            to_level=4,
            reason_given="=HYPERLINK(1) 主车待修",
            decided_by_id=author,
            valid_from=ON,
        )
        await change.add(override)
        open_ = await change.add(finding(team, "台账缺页"))
        closed = {"state": FindingState.CLOSED, "rectified_on": ON, "verified_on": ON}
        await change.add(finding(team, "缺少备件", due_on=date(2025, 12, 31)))
        await change.add(
            finding(
                other, "标识不清", **closed, rectified_by_id=year.planner.principal_id, verified_by_id=author
            )
        )
        await change.add(
            finding(other, "误报", state=FindingState.WITHDRAWN, withdrawn_on=ON, withdrawal="重复")
        )
        issue = ConsistencyIssue(
            region_id=team.region_id,
            rule="TEAM_WITHOUT_LEADER",
            severity=IssueSeverity.WARNING,
            record_table="team",
            record_id=team.id,
            facts={"code": team.code},
            others=[],
            last_seen_on=ON,
            valid_from=date(2026, 1, 2),
        )
        await change.add(issue)
        text = RuleText(
            code=RULE,
            title="评定办法",
            title_en="rule on rating",
            subject=RuleSubject.OTHER,
            mark=SourceMark.ASSUMED,
            citation="not public",
        )
        await change.add(text)
        figure = RuleFigure(
            rule_id=text.id,
            region_id=world.district.id,
            code="readiness.band.T.2",
            title="训练2级下限",
            title_en="training: least for level 2",
            value=75,
            unit="%",
            mark=SourceMark.SOURCED,
            citation="自办〔2025〕1号",
            valid_from=date(2025, 1, 1),
        )
        await change.add(figure)
    return {"open": open_, "team": team, "other": other, "reason": override.reason_given}
