"""What was found out about a work: surveys and structural safety tests."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, StructuralGrade, StructuralMethod, SurveyMethod
from registry.dated import filled, past_day
from registry.errors import InvalidValue
from registry.history import Act, changing, day_of
from registry.tables import StructuralTest, Work, WorkSurvey


async def record_survey(
    viewer: Viewer,
    act: Act,
    work_id: UUID,
    *,
    surveyed_on: date,
    method: SurveyMethod,
    surveyor: str,
    drawings: str = "",
    area_m2: int | None = None,
) -> WorkSurvey:
    """
    Store that a work was surveyed on a day; the register's own area stays as it is.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the work, or may not register there.
    InvalidValue
        The day has not come, the surveyor is blank, or the area is not above 0.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    row = WorkSurvey(
        work_id=work.id,
        method=method,
        surveyor=filled("surveyor", surveyor),
        drawings=drawings.strip(),
        area_m2=area_m2,
        valid_from=past_day("surveyed_on", surveyed_on, day_of(act.at)),
    )
    async with changing(act) as change:
        return await change.add(row)


async def record_structural_test(
    viewer: Viewer,
    act: Act,
    work_id: UUID,
    *,
    tested_on: date,
    valid_until: date | None,
    method: StructuralMethod,
    tester: str,
    grade: StructuralGrade,
    report_number: str = "",
) -> StructuralTest:
    """
    Store the result of a structural test; it lapses on `valid_until` (exclusive), never when None.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the work, or may not register there.
    InvalidValue
        The day has not come, the tester is blank, or the result lapses before it was found.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    past_day("tested_on", tested_on, day_of(act.at))
    if valid_until is not None and valid_until <= tested_on:
        rule = "a result lapses after the day of the test"
        raise InvalidValue("valid_until", valid_until.isoformat(), rule, rule_zh="失效日应晚于检测日")
    row = StructuralTest(
        work_id=work.id,
        method=method,
        tester=filled("tester", tester),
        grade=grade,
        report_number=report_number.strip(),
        valid_from=tested_on,
        valid_to=valid_until,
    )
    async with changing(act) as change:
        return await change.add(row)
