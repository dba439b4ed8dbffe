"""What the tests of checks, findings and hazards begin with: people, a check list, a file of evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid5

from registry.access import SYSTEM, Viewer
from registry.checks import CheckListDraft, ItemDraft, write_check_list
from registry.codes import EvidenceType, FindingSeverity, InspectionObject
from registry.history import Act, changing
from registry.tables import CheckItem, CheckList, EvidenceFile, Region
from tests.conftest import NOW, SPACE
from tests.factories import SmallWorld
from tests.registry.works.town import login

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
ITEMS = (
    ItemDraft("按规定编组", "Members are assigned", FindingSeverity.MINOR, "示例依据"),
    ItemDraft("装备在位", "Equipment is on hand", FindingSeverity.MAJOR),
    ItemDraft("台账齐全", "Records are complete", FindingSeverity.CONSIDERABLE),
)


async def own_acts(world: SmallWorld, act: MakeAct, name: str) -> tuple[Viewer, Callable[[], Act]]:
    """Return a principal of the small world, and a maker of its acts."""
    viewer = await login(world, name)
    return viewer, lambda: act(author=viewer.principal_id)


def list_draft(
    region: Region, kind: InspectionObject = InspectionObject.TEAM, code: str = "CL-1"
) -> CheckListDraft:
    """Return a list of three items."""
    return CheckListDraft(
        region_id=region.id, code=code, object_kind=kind, title="示例检查单", title_en="Sample", items=ITEMS
    )


async def a_list(
    world: SmallWorld, act: MakeAct, kind: InspectionObject = InspectionObject.TEAM
) -> tuple[CheckList, list[CheckItem]]:
    """Store a list of the city with its items."""
    auditor, acts = await own_acts(world, act, "auditor")
    made = await write_check_list(auditor, acts(), list_draft(world.city, kind))
    return made, await CheckItem.filter(check_list_id=made.id).order_by("ordinal")


async def a_file(region: Region, key: str = "") -> EvidenceFile:
    """Store a file of evidence of a region."""
    act = Act(SYSTEM.principal_id, "file", NOW, uuid5(SPACE, f"file {region.code}{key}"))
    async with changing(act) as change:
        return await change.add(
            EvidenceFile(
                region_id=region.id,
                sha256=act.id.hex * 2,
                size_bytes=7,
                media_type=EvidenceType.PDF,
                name="报告.pdf",
                salt="0" * 32,
                author_id=SYSTEM.principal_id,
                uploaded_at=NOW,
            )
        )
