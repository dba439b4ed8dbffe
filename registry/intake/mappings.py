"""What headings an office uses for the columns of a register, remembered for its next file."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from registry.access import Viewer, require, rows
from registry.codes import Capability
from registry.errors import StaleVersion
from registry.history import Act, changing
from registry.intake.orders import refuse_unknown
from registry.tables import ColumnMapping


async def remember_columns(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    register: str,
    headings: Mapping[str, str],
    expected_version: int | None,
) -> ColumnMapping:
    """
    Remember headings → column names of a register for a region, in place of those remembered before.

    `expected_version` is that of the mapping there is, None when the caller knows of none.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region, or may not register there.
    InvalidValue
        There is no such register or column.
    StaleVersion
        Somebody else has remembered headings since.

    """
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    refuse_unknown({register: headings})
    known = await rows(viewer, ColumnMapping).get_or_none(region_id=region_id, register=register)
    actual = known.version if known is not None else 0
    if (expected_version or 0) != actual:
        raise StaleVersion(expected_version or 0, actual)
    async with changing(act) as change:
        if known is not None:
            return await change.change(known, mapping=dict(headings))
        return await change.add(ColumnMapping(region_id=region_id, register=register, mapping=dict(headings)))
