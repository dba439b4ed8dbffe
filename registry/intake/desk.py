"""What the API is lent for imports and exports: folders, and somebody who carries orders out."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from registry.intake.export_orders import ExportOrder
from registry.intake.workspace import Workspace


class Desk(Protocol):
    """Whoever carries orders out: durable jobs in production, the test itself in tests."""

    def space(self, batch_id: UUID) -> Workspace:
        """Return the folder of a batch."""
        ...

    async def start(self, batch_id: UUID) -> None:
        """Take up what was ordered on a batch; returns before it ends."""
        ...

    async def export(self, order: ExportOrder) -> None:
        """Take up an export; returns before it ends."""
        ...
