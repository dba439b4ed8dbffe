"""A desk for tests: what is ordered is carried out at once, in the test's own process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

from registry.history import Act, day_of
from registry.intake import progress
from registry.intake.export_orders import ExportFolder, ExportOrder, write_export
from registry.intake.orders import Means, carry_out
from registry.intake.workspace import Workspace
from registry.tables import ImportBatch

_SPACE = UUID("6f1d2c3b-0000-4000-8000-00000000de5c")
_OPEN: list[TemporaryDirectory[str]] = []


class InlineDesk:
    """Carries orders out at once, unless held back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._folder = TemporaryDirectory(prefix="muster-desk-")
        _OPEN.append(self._folder)
        self._numbers = count(1)
        self.now = now
        self.hold = False

    def space(self, batch_id: UUID) -> Workspace:
        """Return the folder of a batch."""
        return Workspace(Path(self._folder.name) / "imports" / str(batch_id))

    def export_space(self, export_id: UUID) -> ExportFolder:
        """Return the folder of an export."""
        return ExportFolder(Path(self._folder.name) / "exports" / str(export_id))

    async def start(self, batch_id: UUID) -> None:
        """Carry an order out, unless held back."""
        if not self.hold:
            await self.carry_out(batch_id)

    async def carry_out(self, batch_id: UUID) -> ImportBatch:
        """Carry an order out."""
        space = self.space(batch_id)
        tell = partial(progress.tell, space.folder)
        return await carry_out(batch_id, space, Means(self.act, day_of(self.now()), bytes, tell))

    async def export(self, order: ExportOrder) -> None:
        """Write an export, unless held back."""
        space = self.export_space(UUID(order.id))
        space.keep(order)
        if not self.hold:
            await write_export(space, day_of(self.now()))

    def act(self, author: UUID, reason: str) -> Act:
        """Return an act of somebody, now."""
        return Act(author, reason, self.now(), uuid5(_SPACE, f"desk {next(self._numbers)}"))


def close_desks() -> None:
    """Delete the folders of every desk opened so far."""
    while _OPEN:
        _OPEN.pop().cleanup()
