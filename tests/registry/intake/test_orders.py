"""What is ordered on a batch is carried out later: with the rights of the order, once, or honestly not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import ApplyMode, BatchState, Capability, ExportForm, RowStatus
from registry.codes.files import TableKind
from registry.errors import InvalidValue, NotFound, NotReady, TransitionRefused
from registry.history import Act, changing
from registry.intake.batches import upload_batch
from registry.intake.export_orders import ExportFolder, order_export, write_export
from registry.intake.files import Language, write_table
from registry.intake.orders import (
    Means,
    Rights,
    carry_out,
    give_up,
    order_apply,
    order_check,
    order_undo,
    sentences_of,
)
from registry.intake.progress import progress_of, tell, told
from registry.intake.registers import register_named
from registry.intake.workspace import Workspace
from registry.tables import ExportLog, ImportBatch, Organization
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.registry.intake.test_batches import an_organization
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

TODAY = date(2026, 1, 5)
MakeAct = Callable[..., Act]


class Desk:
    """A registrar's orders, and whoever carries them out."""

    def __init__(self, world: SmallWorld, act: MakeAct, viewer: Viewer, folder: Path) -> None:
        self.world, self.viewer, self.space = world, viewer, Workspace(folder / "batch")
        self._make = act
        self.means = Means(self.acting, TODAY, bytes, self.report)
        self.phases: list[str] = []

    def acting(self, by: UUID, reason: str) -> Act:
        """Return an act of somebody."""
        return self._make(reason, author=by)

    def act(self, reason: str = "order") -> Act:
        """Return an act of the registrar."""
        return self.acting(self.viewer.principal_id, reason)

    def report(self, phase: str, done: int, total: int) -> None:
        """Tell progress as the child process does."""
        self.phases.append(phase)
        tell(self.space.folder, phase, done, total)

    async def upload(self, *serials: int) -> UUID:
        """Have a workbook of organizations come in."""
        batch = await upload_batch(
            self.viewer,
            self.act(),
            region_id=self.world.city.id,
            register="organizations",
            file_name="a.xlsx",
            sha256="0" * 64,
            size=1,
        )
        self.space.folder.mkdir(exist_ok=True)
        rows = [an_organization(serial) for serial in serials]
        shape = register_named("organizations").shape
        write_table(self.space.original, shape, rows, TableKind.XLSX, Language.ZH)
        return batch.id

    async def done(self, batch_id: UUID) -> ImportBatch:
        """Carry out what is ordered."""
        return await carry_out(batch_id, self.space, self.means)

    async def checked(self, *serials: int) -> UUID:
        """Have a workbook come in and compared."""
        batch_id = await self.upload(*serials)
        await order_check(self.viewer, self.act(), batch_id, {})
        assert (await self.done(batch_id)).state is BatchState.CHECKED
        return batch_id


@pytest.fixture
async def desk(database: TortoiseContext, act: MakeAct, tmp_path: Path) -> Desk:
    """Return the desk of the city's registrar."""
    world = await small_world()
    viewer = await viewer_of(world.principals["registrar"].id, on=TODAY)
    return Desk(world, act, viewer, tmp_path)


async def test_order_is_carried_out_once_and_nobody_else_orders_meanwhile(desk: Desk) -> None:
    batch_id = await desk.checked(9_001)
    apply = order_apply(desk.viewer, desk.act("because"), batch_id, ApplyMode.ALL_OR_NOTHING)
    assert (await apply).state is BatchState.APPLYING

    async with unchanged():
        for late in (
            order_apply(desk.viewer, desk.act(), batch_id, ApplyMode.ALL_OR_NOTHING),
            order_check(desk.viewer, desk.act(), batch_id, {}),
            order_undo(desk.viewer, desk.act(), batch_id),
        ):
            with pytest.raises(TransitionRefused):
                await late
    applied = await desk.done(batch_id)
    async with unchanged():
        again = await desk.done(batch_id)

    assert (applied.state, applied.apply_reason, again.change_id) == (
        BatchState.APPLIED,
        "because",
        applied.change_id,
    )  # fmt: skip -- one comparison
    assert told(desk.space.folder) is not None
    assert (await progress_of(desk.viewer, batch_id, desk.space)).steps is None
    assert desk.phases[0] == "reading"


async def test_order_that_makes_no_sense_is_refused_at_once(desk: Desk) -> None:
    batch_id = await desk.checked(9_001)
    await order_apply(desk.viewer, desk.act(), batch_id, ApplyMode.ALL_OR_NOTHING)
    await desk.done(batch_id)
    nothing_new = await desk.checked(9_001)

    async with unchanged():
        with pytest.raises(NotReady):
            await order_apply(desk.viewer, desk.act(), nothing_new, ApplyMode.ACCEPT_GOOD)
        for wrong in ({"dragons": {}}, {"people": {"名字": "title"}}):
            with pytest.raises(InvalidValue):
                await order_check(desk.viewer, desk.act(), nothing_new, wrong)


async def test_broken_off_work_is_failed_and_may_begin_again(desk: Desk) -> None:
    batch_id = await desk.checked(9_001)
    await order_apply(desk.viewer, desk.act(), batch_id, ApplyMode.ALL_OR_NOTHING)

    failed = await give_up(batch_id, desk.act(), [("FAILED", "中断", "broken off")])
    assert (failed.state, sentences_of(failed)) == (
        BatchState.FAILED,
        [{"code": "FAILED", "zh": "中断", "en": "broken off"}],
    )  # fmt: skip -- one comparison
    assert (await give_up(batch_id, desk.act(), [])).version == failed.version
    await order_check(desk.viewer, desk.act(), batch_id, {})
    again = await desk.done(batch_id)

    assert (again.state, sentences_of(again)) == (BatchState.CHECKED, [])
    desk.space.original.unlink()
    await order_check(desk.viewer, desk.act(), batch_id, {})
    lost = await desk.done(batch_id)
    assert (lost.state, sentences_of(lost)[0]["code"]) == (BatchState.FAILED, "FILE_LOST")


async def test_undoing_that_is_refused_leaves_the_batch_applied(desk: Desk) -> None:
    batch_id = await desk.checked(9_001)
    await order_apply(desk.viewer, desk.act("import"), batch_id, ApplyMode.ALL_OR_NOTHING)
    await desk.done(batch_id)
    added = await Organization.get(name__startswith="合成单位9001")
    async with changing(desk.act()) as change:
        await change.change(added, name="改名")

    await order_undo(desk.viewer, desk.act(), batch_id)
    refused = await desk.done(batch_id)

    assert (refused.state, sentences_of(refused)[0]["code"]) == (BatchState.APPLIED, "CHANGED_SINCE")


async def test_order_goes_as_far_as_the_rights_it_was_given_with(desk: Desk) -> None:
    district = frozenset({desk.world.sibling.id})
    narrow = Viewer(
        desk.viewer.principal_id,
        desk.viewer.login,
        desk.viewer.name,
        {Capability.READ: district, Capability.WRITE_REGISTRY: district},
        frozenset(),
    )

    carried = await Rights.of(narrow).viewer(TODAY)
    async with changing(desk.act()) as change:
        await change.change(desk.world.principals["registrar"], disabled=True)
    with pytest.raises(NotFound):
        await Rights.of(narrow).viewer(TODAY)

    assert carried == narrow


async def test_order_goes_no_farther_than_the_rights_that_are_left(desk: Desk) -> None:
    ordered = Rights.of(desk.viewer)
    grant, district = desk.world.grants["registrar"], desk.world.district

    async with changing(desk.act()) as change:
        await change.change(grant, region_id=district.id)
    left = await ordered.viewer(TODAY)

    assert set(left.scopes.values()) == {frozenset({district.id})}
    assert left.personal_regions == frozenset({district.id})


async def test_account_that_lost_its_rights_fails_its_order(desk: Desk) -> None:
    batch_id = await desk.checked(9_001)
    before = await Organization.all().count()
    await order_apply(desk.viewer, desk.act(), batch_id, ApplyMode.ALL_OR_NOTHING)
    async with changing(desk.act()) as change:
        await change.change(desk.world.principals["registrar"], disabled=True)

    failed = await desk.done(batch_id)

    assert (failed.state, sentences_of(failed)[0]["code"]) == (BatchState.FAILED, "NOT_FOUND")
    assert await Organization.all().count() == before
    assert desk.space.count([RowStatus.NEW]) == 1


async def test_export_is_written_and_logged_once(desk: Desk, tmp_path: Path) -> None:
    order = await order_export(
        desk.viewer, desk.act("count"), desk.world.city.id, "人员", ExportForm.JSONL, Language.EN
    )
    space = ExportFolder(tmp_path / order.id)
    space.keep(order)
    assert await ExportLog.all().count() == 0

    await write_export(space, TODAY)
    async with unchanged():
        await write_export(space, TODAY)

    log = await ExportLog.get()
    assert (str(log.id), log.exported_at, log.principal_id) == (order.id, NOW, desk.viewer.principal_id)
    assert (space.order(), space.refusal(), space.file.exists()) == (order, None, True)
    with pytest.raises(NotFound):
        await order_export(
            desk.viewer, desk.act(), desk.world.foreign_city.id, "people", ExportForm.CSV, Language.EN
        )
