"""Exports ordered now and written later, by another process; the order lies in the export's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import ExportForm
from registry.errors import RegistryError
from registry.history import Act
from registry.intake.exporting import export_register
from registry.intake.files import Language
from registry.intake.orders import Rights
from registry.intake.registers import REGISTERS, register_named
from registry.tables import ExportLog, Region


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """
    What somebody asked to have written; `id` is that of the log's row to come.

    The act is that of the request, so that an export begun again is logged once.
    """

    id: str
    by: str
    scopes: Mapping[str, list[str] | None]
    region: str
    register: str
    form: str
    language: str
    reason: str
    at: str
    act: str

    @property
    def file_name(self) -> str:
        """Return what the file is called when it is handed out."""
        return f"{self.register}.{self.form}"


async def order_export(
    viewer: Viewer, act: Act, region_id: UUID, register: str, form: ExportForm, language: Language
) -> ExportOrder:
    """
    Return the order to write a region's part of a register; nothing is stored yet.

    Raises
    ------
    NotFound
        The viewer does not see the region, or there is no such register.

    """
    region = await one(viewer, Region, region_id)
    rights = Rights.of(viewer)
    return ExportOrder(
        id=str(act.numbered(0)),
        by=str(rights.by),
        scopes=rights.scopes,
        region=str(region.id),
        register=register_named(register).code,
        form=form.value,
        language=language.value,
        reason=act.reason,
        at=act.at.isoformat(),
        act=str(act.id),
    )


class ExportFolder:
    """One export's folder: the order, then the file, or why there is none."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; nothing is made yet."""
        self.folder = folder

    @property
    def file(self) -> Path:
        """Return where the file lies; it is whole once the export is logged."""
        return self.folder / "register"

    def keep(self, order: ExportOrder) -> None:
        """Keep an order."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / "order.new"
        fresh.write_text(json.dumps(asdict(order), ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.folder / "order.json")

    def order(self) -> ExportOrder | None:
        """Return the order; None when none was kept here."""
        found = _read(self.folder / "order.json")
        return None if found is None else ExportOrder(**found)

    def refuse(self, code: str, zh: str, en: str) -> None:
        """Keep why the export was not written."""
        refusal = json.dumps({"code": code, "zh": zh, "en": en}, ensure_ascii=False)
        (self.folder / "refusal.json").write_text(refusal, encoding="utf-8")

    def refusal(self) -> dict[str, str] | None:
        """Return why the export was not written; None while it may still be."""
        found: dict[str, str] | None = _read(self.folder / "refusal.json")
        return found


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


async def write_export(space: ExportFolder, today: date) -> None:
    """Write what was ordered in a folder and log it; once, however often it is called."""
    order = space.order()
    if order is None or await rows(SYSTEM, ExportLog).filter(id=order.id).exists():
        return
    act = Act(UUID(order.by), order.reason, datetime.fromisoformat(order.at), UUID(order.act))
    try:
        viewer = await Rights(UUID(order.by), order.scopes).viewer(today)
        register, region = REGISTERS[order.register], UUID(order.region)
        form, language = ExportForm(order.form), Language(order.language)
        await export_register(viewer, act, register, region, space.file, form, language)
    except RegistryError as error:
        space.refuse(error.code, error.message_zh, str(error))
