"""The desk at which the API orders imports and exports (`registry.intake.desk.Desk`)."""

from __future__ import annotations

import asyncio
from typing import Protocol
from uuid import UUID

from muster.folders import batch_space, export_folder
from muster.settings import Settings
from registry.intake.export_orders import ExportOrder
from registry.intake.workspace import Workspace


class Hands(Protocol):
    """Who carries orders out: the server's worker."""

    async def start_batch(self, batch_id: UUID) -> None:
        """Take up what was ordered on a batch."""
        ...

    async def start_export(self, export_id: UUID) -> None:
        """Take up an export."""
        ...


class OfficeDesk:
    """Folders as the settings have them, and the worker's hands."""

    def __init__(self, settings: Settings, hands: Hands) -> None:
        """Keep both."""
        self._settings = settings
        self._hands = hands

    def space(self, batch_id: UUID) -> Workspace:
        """Return the folder of a batch."""
        return batch_space(self._settings, batch_id)

    async def start(self, batch_id: UUID) -> None:
        """Take up what was ordered on a batch; returns before it ends."""
        await self._hands.start_batch(batch_id)

    async def export(self, order: ExportOrder) -> None:
        """Keep an order and take it up; returns before it ends."""
        export_id = UUID(order.id)
        await asyncio.to_thread(export_folder(self._settings, export_id).keep, order)
        await self._hands.start_export(export_id)
