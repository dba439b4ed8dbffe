"""Evidence is kept once, attached as part of a change, and verified."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import EquipmentState, EvidenceType
from registry.errors import AccessDenied, InvalidValue, NotFound
from registry.evidence import (
    EvidenceFault,
    FileRefused,
    FolderStore,
    attach,
    keep,
    links_to,
    opened,
    verify_evidence,
)
from registry.history import Act, changing
from registry.tables import EquipmentItem, EvidenceFile, EvidenceLink, LedgerEntry
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.registry.evidence.files import PDF, PNG
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
LIMIT = 10_000


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def _kept(
    viewer: Viewer, act: Act, folder: Path, world: SmallWorld, data: bytes = PDF, code: str = "510302"
) -> EvidenceFile:
    region = world.regions[code]
    return await keep(
        viewer, act, FolderStore(folder), region.id, io.BytesIO(data), name="报告.pdf", limit=LIMIT
    )


async def test_same_file_is_kept_and_recorded_once(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")

    first = await _kept(registrar, act(author=registrar.principal_id), tmp_path, world)
    again = await _kept(registrar, act(), tmp_path, world)
    elsewhere = await _kept(registrar, act(), tmp_path, world, code="510303")

    assert (first.id, first.uploaded_at, first.author_id) == (again.id, NOW, registrar.principal_id)
    assert (first.media_type, first.size_bytes) == (EvidenceType.PDF, len(PDF))
    assert elsewhere.id != first.id
    assert [file.name for file in (tmp_path / "sha256").rglob("*") if file.is_file()] == [first.sha256]
    entry = await LedgerEntry.get(record_id=first.id)
    assert entry.after["name"].startswith("sha256:"), "a name may be personal: the ledger has its digest"


async def test_evidence_is_attached_by_the_change_it_proves(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    registrar, item = await _viewer(world, "registrar"), world.equipment[world.team.id]
    file = await _kept(registrar, act(), tmp_path, world)
    doing = act("repair")

    async with changing(doing) as change:
        item = await change.change(item, state=EquipmentState.IN_REPAIR)
        await attach(registrar, change, item, [file.id, file.id], note="送修单")

    (link,) = await links_to(registrar, item)
    assert (link.evidence_id, link.change_id, link.note) == (file.id, doing.id, "送修单")
    entries = await LedgerEntry.filter(change_id=doing.id).values_list("record_table", flat=True)
    assert set(entries) == {"equipment_item", "evidence_link"}


async def _repaired(viewer: Viewer, doing: Act, item: EquipmentItem, ids: list[UUID], note: str) -> None:
    async with changing(doing) as change:
        changed = await change.change(item, state=EquipmentState.IN_REPAIR)
        await attach(viewer, change, changed, ids, note=note)


async def test_foreign_or_unknown_evidence_undoes_the_change(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    registrar, foreigner = await _viewer(world, "registrar"), await _viewer(world, "foreigner")
    planner, item = await _viewer(world, "planner"), world.equipment[world.team.id]
    foreign = await _kept(foreigner, act(), tmp_path, world, code="511002")
    own = await _kept(registrar, act(), tmp_path, world)
    cases = [
        (registrar, [foreign.id], "", NotFound),
        (registrar, [own.id, uuid4()], "", NotFound),
        (planner, [own.id], "", AccessDenied),
        (registrar, [own.id], "x" * 301, InvalidValue),
        (registrar, [uuid4() for _ in range(21)], "", InvalidValue),
    ]

    async with unchanged():
        for viewer, ids, note, error in cases:
            with pytest.raises(error):
                await _repaired(viewer, act(), item, ids, note)

    assert await EvidenceLink.all().count() == 0


async def test_upload_is_refused_without_the_right_and_leaves_nothing(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    planner, foreigner = await _viewer(world, "planner"), await _viewer(world, "foreigner")
    registrar = await _viewer(world, "registrar")

    async with unchanged():
        for viewer, error in ((planner, AccessDenied), (foreigner, NotFound)):
            with pytest.raises(error):
                await _kept(viewer, act(), tmp_path, world)
        with pytest.raises(FileRefused):
            await _kept(registrar, act(), tmp_path, world, data=b"MZ\0")

    assert not (tmp_path / "sha256").exists()


async def test_bytes_are_for_those_who_may_read_personal_data(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    file = await _kept(registrar, act(), tmp_path, world)

    assert (await opened(registrar, file.id)).id == file.id
    with pytest.raises(AccessDenied):
        await opened(await _viewer(world, "planner"), file.id)
    with pytest.raises(NotFound):
        await opened(await _viewer(world, "foreigner"), file.id)


def _place(folder: Path, file: EvidenceFile) -> Path:
    return next(folder.rglob(file.sha256))


async def test_verification_names_missing_and_altered_files(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world, store = await small_world(), FolderStore(tmp_path)
    registrar = await _viewer(world, "registrar")
    whole = await _kept(registrar, act(), tmp_path, world)
    altered = await _kept(registrar, act(), tmp_path, world, data=PNG)
    missing = await _kept(registrar, act(), tmp_path, world, data=PDF + b"2")
    assert await verify_evidence(store) == (3, [])

    for file, change in ((altered, lambda path: path.write_bytes(PNG + b"x")), (missing, Path.unlink)):
        path = _place(tmp_path, file)
        path.chmod(0o640)
        change(path)

    expected = [
        EvidenceFault("altered", altered.sha256, (altered.id,)),
        EvidenceFault("missing", missing.sha256, (missing.id,)),
    ]
    number, faults = await verify_evidence(store)
    assert (number, sorted(faults, key=lambda fault: fault.kind)) == (3, expected)
    assert whole.sha256 not in {fault.sha256 for fault in faults}
    assert await EquipmentItem.all().count() == 7
