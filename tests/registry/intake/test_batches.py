"""A workbook goes in, is compared, applied as one act and taken back; every register comes out and in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry import credit_code
from registry.access import SYSTEM
from registry.codes import ApplyMode, BatchState, EquipmentState, ExportForm, RowStatus
from registry.codes.files import TableKind
from registry.errors import NotReady, TransitionRefused
from registry.history import Act, broken_chains, changing
from registry.intake.batches import apply_batch, cancel_batch, check_batch, undo_batch, upload_batch
from registry.intake.exporting import export_register
from registry.intake.files import Language, write_table
from registry.intake.planned import MASK
from registry.intake.reading import BatchRefused, Mappings
from registry.intake.register import Register
from registry.intake.registers import REGISTERS, register_named
from registry.intake.workspace import Workspace
from registry.tables import EquipmentItem, ImportBatch, LedgerEntry, Organization, Person
from tests.factories import SmallWorld, small_world
from tests.registry.intake.everything import a_row_everywhere
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


def quiet(phase: str, done: int, total: int) -> None:
    """Take no notice of progress."""


def salt(size: int) -> bytes:
    return b"s" * size


class Office:
    """A registrar with a desk: one batch at a time."""

    def __init__(self, world: SmallWorld, act: MakeAct, folder: Path) -> None:
        self.world, self.act, self.folder = world, act, folder
        self.viewer = SYSTEM
        self.act_as = {"author": next(iter(world.principals.values())).id}

    async def upload(self, register: str, rows: list[dict[str, Any]]) -> tuple[ImportBatch, Workspace]:
        """Upload rows of one register and check them."""
        folder = self.folder / f"batch-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        space = Workspace(folder)
        write_table(space.original, register_named(register).shape, rows, TableKind.XLSX, Language.ZH)
        return await self.checked(register, "file.xlsx", space)

    async def checked(
        self, register: str, name: str, space: Workspace, mappings: Mappings | None = None
    ) -> tuple[ImportBatch, Workspace]:
        """Check a file that lies in a workspace."""
        content = space.original.read_bytes()
        batch = await upload_batch(
            self.viewer,
            self.act(**self.act_as),
            region_id=self.world.city.id,
            register=register,
            file_name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
        )
        act = self.act(**self.act_as)
        return await check_batch(self.viewer, act, batch.id, space, quiet, mappings), space

    async def apply(
        self, batch: ImportBatch, space: Workspace, mode: ApplyMode = ApplyMode.ALL_OR_NOTHING
    ) -> ImportBatch:
        """Apply a batch."""
        act = self.act("import", **self.act_as)
        return await apply_batch(self.viewer, act, batch.id, space, mode=mode, secret=salt, report=quiet)


def an_organization(serial: int, **other: Any) -> dict[str, Any]:
    return {
        "credit_code": credit_code.make("510302", serial),
        "name": f"合成单位{serial}号",
        "region": "510302",
        "kind": "enterprise",
    } | other


async def test_batch_is_checked_applied_and_undone(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office = Office(await small_world(), act, tmp_path)
    head, branch = an_organization(9_001), an_organization(9_002)
    branch["parent"] = head["credit_code"]
    before = {row.id: row.name for row in await Organization.all()}

    batch, space = await office.upload("organizations", [head, branch])
    assert (batch.state, batch.new_rows, batch.rejected_rows) == (BatchState.CHECKED, 2, 0)
    applied = await office.apply(batch, space)

    all_now = await Organization.all()
    added = [row for row in all_now if row.id not in before]
    assert applied.state is BatchState.APPLIED
    assert {row.name for row in added} == {"合成单位9001号", "合成单位9002号"}
    assert {row.parent_id for row in added} == {None, next(r.id for r in added if r.name.endswith("9001号"))}
    entries = await LedgerEntry.filter(change_id=applied.change_id, record_table="organization")
    assert [entry.reason for entry in entries] == ["import", "import"]

    undone = await undo_batch(office.viewer, act("mistake", **office.act_as), batch.id, space, quiet)
    assert undone.state is BatchState.UNDONE
    assert {row.id: row.name for row in await Organization.all()} == before
    assert await broken_chains() == []


async def test_every_fault_of_a_file_is_told_and_nothing_is_written(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office = Office(await small_world(), act, tmp_path)
    good = an_organization(9_001)
    wrong = an_organization(9_002, region="519999", parent="91510302M0000000XX")
    wrong["credit_code"] = wrong["credit_code"][:17] + ("0" if wrong["credit_code"][17] != "0" else "1")
    outside = an_organization(9_003, region="511002")

    batch, space = await office.upload("organizations", [good, good, wrong, outside])

    found = {row.number: {p.code for p in row.problems} for row in space.page([RowStatus.REJECTED])}
    assert found == {
        3: {"DUPLICATE_ROW"},
        4: {"CREDIT_CODE", "UNKNOWN_REFERENCE"},
        5: {"OUTSIDE_REGION"},
    }
    async with unchanged():
        with pytest.raises(NotReady):
            await office.apply(batch, space)
    taken = await office.apply(batch, space, ApplyMode.ACCEPT_GOOD)
    assert (taken.state, taken.mode) == (BatchState.APPLIED, ApplyMode.ACCEPT_GOOD)
    assert await Organization.filter(credit_code=good["credit_code"]).count() == 1


async def test_change_since_the_check_refuses_the_batch(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office = Office(await small_world(), act, tmp_path)
    batch, space = await office.upload("organizations", [an_organization(9_001)])
    await office.apply(batch, space)
    stored = await Organization.get(name="合成单位9001号")
    second, other = await office.upload("organizations", [an_organization(9_001, name="新名称一")])
    assert [row.changes for row in other.page([RowStatus.CHANGED])] == [
        (("name", "合成单位9001号", "新名称一"),)
    ]
    async with changing(act()) as change:
        await change.change(stored, name="别人改的名称")

    refused = await office.apply(second, other)

    assert refused.state is BatchState.REFUSED
    assert (await Organization.get(id=stored.id)).name == "别人改的名称"
    async with unchanged():
        with pytest.raises(BatchRefused, match="taken back"):
            await undo_batch(office.viewer, act(**office.act_as), batch.id, space, quiet)
    assert (await ImportBatch.get(id=batch.id)).state is BatchState.APPLIED


async def test_changed_person_is_as_before_when_the_batch_is_undone(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    person = world.people[world.team.id][0]
    row = {
        "reference": person.reference,
        "name": "改名",
        "region": "510302",
        "sex": person.sex.value,
        "birth_year": person.birth_year,
    }
    batch, space = await office.upload("people", [row])
    await office.apply(batch, space)
    assert (await Person.get(id=person.id)).name == "改名"

    await undo_batch(office.viewer, act(**office.act_as), batch.id, space, quiet)

    fresh = await Person.get(id=person.id)
    assert (fresh.name, fresh.phone, fresh.salt) == (person.name, person.phone, person.salt)


async def test_headings_of_an_office_are_remembered(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office, states = Office(await small_world(), act, tmp_path), list[BatchState]()
    for serial, mapping in (
        (9_001, None),
        (9_002, {"organizations": {"代码": "credit_code", "内部号": ""}}),
        (9_003, None),
    ):
        space = Workspace(tmp_path / str(serial))
        space.folder.mkdir()
        named = {"代码": "credit_code", "单位名称": "name", "Region code": "region", "类别": "kind"}
        told = {heading: an_organization(serial)[name] for heading, name in named.items()}
        space.original.write_text(json.dumps({**told, "内部号": "7"}), encoding="utf-8")
        batch, _ = await office.checked("organizations", "file.jsonl", space, mapping)
        states.append(batch.state)

    assert states == [BatchState.REFUSED, BatchState.CHECKED, BatchState.CHECKED]
    assert (batch.outcome, batch.new_rows) == ({"unknown_headings": []}, 1)


async def test_cancelled_batch_leaves_no_file(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office = Office(await small_world(), act, tmp_path)
    batch, space = await office.upload("organizations", [an_organization(9_001)])

    await cancel_batch(office.viewer, act(**office.act_as), batch.id, space)

    assert not space.folder.exists()
    with pytest.raises(TransitionRefused):
        await office.apply(batch, space)


async def test_new_record_has_the_default_of_a_column_the_file_lacks(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office, space = Office(world, act, tmp_path), Workspace(tmp_path)
    owner = await Organization.get(id=world.team.organization_id)
    told = {"team": world.team.code, "kind": "水泵", "owner": owner.credit_code, "quantity": 2}
    space.original.write_text(json.dumps(told), encoding="utf-8")

    batch, _ = await office.checked("equipment", "file.jsonl", space)
    await office.apply(batch, space)

    item = await EquipmentItem.get(kind="水泵")
    assert (item.kind_en, item.key, item.state) == ("", False, EquipmentState.SERVICEABLE)


async def test_every_register_comes_out_and_goes_in_unchanged(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    await a_row_everywhere(world)
    office = Office(world, act, tmp_path)
    for register in REGISTERS.values():
        for form in (ExportForm.XLSX, ExportForm.CSV, ExportForm.JSONL):
            space, log = await _exported(office, register, form, tmp_path)
            assert log.rows > 0, f"add a row of {register.code} to tests/registry/intake/everything.py"
            batch, _ = await office.checked(register.code, f"export.{form.value}", space)
            told = [
                (row.changes, [problem.en for problem in row.problems]) for row in space.page([], first=3)
            ]
            assert (register.code, form, batch.unchanged_rows, batch.state) == (
                register.code,
                form,
                log.rows,
                BatchState.CHECKED,
            ), (batch.outcome, told)


async def _exported(
    office: Office, register: Register, form: ExportForm, folder: Path
) -> tuple[Workspace, Any]:
    place = folder / f"{register.code}-{form.value}"
    place.mkdir()
    space, chosen = Workspace(place), office.world.city.id
    one = office.act(**office.act_as)
    log = await export_register(SYSTEM, one, register, chosen, space.original, form, Language.ZH)
    assert log.sha256 == hashlib.sha256(space.original.read_bytes()).hexdigest()
    return space, log


async def test_mask_is_no_name(database: TortoiseContext, act: MakeAct, tmp_path: Path) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    person = world.people[world.team.id][0]
    row = {"reference": person.reference, "name": MASK, "phone": MASK, "region": "510302"}
    row["employer"] = (await Organization.get(id=person.employer_id)).credit_code
    row |= {"sex": person.sex.value, "birth_year": person.birth_year}

    batch, space = await office.upload("people", [row])

    assert [each.changes for each in space.page([])] == [()]
    assert batch.unchanged_rows == 1
