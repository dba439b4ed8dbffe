"""Every register is told by its row model alone: columns, keys, order and owner."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Annotated

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from tortoise.context import TortoiseContext

from registry.codes import ResourceKind
from registry.errors import NotFound
from registry.intake.files import CellKind, Heading, Language, SheetColumn, template
from registry.intake.register import ORGANIZATION, Column, Register, RegisterRow
from registry.intake.registers import REGISTERS, register_named
from registry.tables import SharedResource, TeamType

EACH = pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))


@EACH
@pytest.mark.anyio
async def test_register_stores_columns_of_its_table(database: TortoiseContext, register: Register) -> None:
    stored = {facts.stored for facts in register.fields.values() if not facts.column.via}

    assert stored <= set(register.table.stored_columns())
    assert set(register.key) <= set(register.fields)
    assert register.owner.endswith("region_id") or register.owner == "id"


@EACH
@pytest.mark.anyio
async def test_register_gives_every_column_the_table_needs(
    database: TortoiseContext, register: Register
) -> None:
    brought = {ours for refers in register.references.values() for ours, _ in refers.brings}
    given = {facts.stored for facts in register.fields.values()} | brought
    described = register.table._meta.fields_map
    needed = {
        name
        for name in register.table.stored_columns()
        if not (described[name].null or described[name].default is not None)
        and name not in {"id", "valid_from", "salt"}
    }

    assert needed <= given


@EACH
def test_register_stands_behind_those_it_refers_to(register: Register) -> None:
    order = {each.table: number for number, each in enumerate(REGISTERS.values())}
    mine = order[register.table]

    assert [r.table for r in register.references.values() if order.get(r.table, -1) > mine] == []


@EACH
def test_sheet_ends_with_the_common_columns(register: Register) -> None:
    names = [column.name for column in register.shape.columns]

    common = ["record", "version"] if register.is_dated else ["effective_on", "record", "version"]
    assert names == [*register.fields, *common]


@EACH
def test_template_explains_every_column_and_offers_its_choices(register: Register) -> None:
    columns = register.shape.columns
    for language in Language:
        book = load_workbook(BytesIO(template(register.shape, language)))
        sheet, explained = book.worksheets[0], book.worksheets[-1]

        headings = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
        offered = {
            str(each.sqref)[0] for each in sheet.data_validations.dataValidation if each.type == "list"
        }
        words = {cell.value for row in explained.iter_rows() for cell in row}
        assert headings == [
            column.heading.zh if language is Language.ZH else column.heading.en for column in columns
        ]
        assert {get_column_letter(n) for n, each in enumerate(columns, 1) if each.choices} <= offered
        assert set(headings) <= words


def test_sheet_column_follows_from_the_field() -> None:
    capacity, kind = (register_named("共用资源").shape.by_name[name] for name in ("capacity", "kind"))

    assert capacity == SheetColumn("capacity", Heading("容量", "Capacity"), CellKind.INTEGER, required=True)
    assert (kind.kind, kind.choices[0]) == (CellKind.CODE, ("hall", "礼堂", "hall"))
    assert len(kind.choices) == len(ResourceKind)


def test_register_is_found_by_code_and_by_either_name() -> None:
    found = {register_named(name).code for name in ("teams", "队伍", " TEAMS ", "Teams")}

    assert found == {"teams"}
    with pytest.raises(NotFound):
        register_named("ships")


def test_register_of_a_public_table_is_refused() -> None:
    class TypeRow(RegisterRow):
        code: Annotated[str, Column("编码", "Code")]

    with pytest.raises(TypeError, match="TeamType belongs to no region"):
        _ = Register("types", "类型", "Types", TeamType, TypeRow, ("code",)).owner


def test_dates_and_references_are_stored_by_their_own_columns() -> None:
    class Row(RegisterRow):
        valid_from: Annotated[date, Column("自", "From")]
        owner: Annotated[
            str | None, Column("单位", "Owner", refers=ORGANIZATION, stored="organization_id")
        ] = None

    register = Register("x", "甲", "X", SharedResource, Row, ("owner",))

    owner = register.fields["owner"]
    assert register.is_dated
    assert (owner.stored, owner.path, owner.required) == (
        "organization_id",
        "organization__credit_code",
        False,
    )


def test_how_to_lists_every_register_in_both_languages() -> None:
    text = (Path(__file__).parents[3] / "docs" / "howto" / "spreadsheets.md").read_text(encoding="utf-8")
    wanted = [f"| `{each.code}` | {each.zh} | {each.en} |" for each in REGISTERS.values()]

    assert [line for line in wanted if line not in text] == []
