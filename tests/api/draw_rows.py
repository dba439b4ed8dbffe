"""One row of every type about double-random inspections, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import (
    DrawPool,
    DrawState,
    ExclusionReason,
    InspectionMethod,
    InspectionObject,
    RelationKind,
)
from registry.history import Act, changing
from registry.tables import (
    DrawAssignment,
    DrawExclusion,
    DrawnObject,
    InspectionPlan,
    Inspector,
    InspectorRelation,
    Organization,
    Record,
    Region,
    Team,
)
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def draw_rows(
    region: Region, organization: Organization, team: Team, key: str = ""
) -> dict[str, Record]:
    """Store an inspector and a published draw of a team in a region; return the rows by type."""
    code = f"{region.code}{key}"
    act = Act(SYSTEM.principal_id, "draws", NOW, uuid5(SPACE, f"draws {code}"))
    async with changing(act) as change:
        inspector = await change.add(
            Inspector(
                region_id=region.id,
                organization_id=organization.id,
                code=f"I-{code}",
                name="某检查员",
                salt="0" * 32,
                external=True,
                valid_from=DAY,
            )
        )
        plan = await change.add(a_plan(region, f"SJ-{code}"))
        drawn = await change.add(
            DrawnObject(
                plan_id=plan.id, ordinal=1, object_id=team.id, code=team.code, name=team.name, stratum=""
            )
        )
        rows: list[Record] = [
            InspectorRelation(
                inspector_id=inspector.id,
                organization_id=organization.id,
                kind=RelationKind.SERVICE,
                valid_from=DAY,
            ),
            DrawExclusion(
                plan_id=plan.id,
                pool=DrawPool.INSPECTORS,
                code=inspector.code,
                reason=ExclusionReason.UNAVAILABLE,
                valid_from=DAY,
            ),
            DrawAssignment(drawn_id=drawn.id, inspector_id=inspector.id, ordinal=1),
        ]
        made = [inspector, plan, drawn, *[await change.add(row) for row in rows]]
    return {type(row).__name__: row for row in made}


def a_plan(region: Region, code: str) -> InspectionPlan:
    """Return a published draw; its hashes are invented."""
    return InspectionPlan(
        region_id=region.id,
        code=code,
        title="示例抽查",
        item="x",
        object_kind=InspectionObject.TEAM,
        method=InspectionMethod.ON_SITE,
        legal_basis="x",
        objects_wanted=1,
        public_value_name="x",
        public_value_on=date(2025, 3, 10),
        reveal_by=date(2025, 3, 20),
        state=DrawState.PUBLISHED,
        frozen_on=DAY,
        objects_count=1,
        objects_hash="0" * 64,
        inspectors_count=2,
        inspectors_hash="0" * 64,
        manifest='{"inspectors":[],"objects":[],"exclusions":[]'
        ',"plan":{"ratio_percent":null,"objects_wanted":1}}',
        manifest_hash="0" * 64,
        commitment="0" * 64,
        committed_on=DAY,
        secret="0" * 64,
        public_value="x",
        seed="0" * 64,
        revealed_on=date(2025, 3, 11),
        shortfall=0,
        published_on=date(2025, 3, 12),
        valid_from=DAY,
    )
