"""What is written reads back as it was, in every kind, language and encoding."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry.intake.files import CsvEncoding, Language, TableKind, read_table, write_table
from registry.intake.files.shape import CellKind, Heading, SheetColumn, SheetShape
from registry.intake.files.texts import folded, tidy
from tests.registry.intake.files.shapes import CENTERS, CLEAN

OPEN = SheetShape(
    "things",
    "事项",
    "Things",
    (
        SheetColumn("key", Heading("编号", "Number"), CellKind.ID_TEXT, required=True),
        SheetColumn("text", Heading("说明", "Text"), CellKind.TEXT),
        SheetColumn("other", Heading("关联编码", "Other"), CellKind.REFERENCE),
        SheetColumn(
            "level", Heading("级别", "Level"), CellKind.CODE, choices=CENTERS.by_name["level"].choices
        ),
        SheetColumn("day", Heading("日期", "Day"), CellKind.DAY),
        SheetColumn("amount", Heading("数量", "Amount"), CellKind.DECIMAL),
        SheetColumn("count", Heading("个数", "Count"), CellKind.INTEGER),
        SheetColumn("flag", Heading("标志", "Flag"), CellKind.YES_NO),
    ),
)
WAYS = [
    (TableKind.XLSX, Language.ZH, CsvEncoding.UTF_8),
    (TableKind.XLSX, Language.EN, CsvEncoding.UTF_8),
    (TableKind.CSV, Language.ZH, CsvEncoding.UTF_8),
    (TableKind.CSV, Language.ZH, CsvEncoding.GB_18030),
    (TableKind.CSV, Language.EN, CsvEncoding.UTF_8),
    (TableKind.JSONL, Language.ZH, CsvEncoding.UTF_8),
]

texts = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Co"]), max_size=40)
    .map(tidy)
    .filter(lambda text: text and tidy(text) == text and "★" not in text)
)
codes = st.from_regex(r"[0-9A-Z=+@'][0-9A-Za-z./_-]{0,20}", fullmatch=True).filter(
    lambda code: (
        folded(code) == code and not code.startswith(("'", "=")) and code.strip("0123456789.E+") != ""
    )
)
digits = st.one_of(
    st.from_regex(r"0[0-9]{0,17}", fullmatch=True), st.from_regex(r"[0-9]{17}[1-9X]", fullmatch=True)
).filter(lambda code: len(code) < 16 or code[15:].strip("0"))
days = st.dates(date(1900, 3, 1), date(2199, 12, 31))
amounts = st.decimals(-(10**14), 10**14, places=2).map(lambda number: Decimal(f"{number:f}").normalize() + 0)
rows = st.fixed_dictionaries(
    {
        "key": digits | codes,
        "text": st.none() | texts,
        "other": st.none() | digits | codes,
        "level": st.none() | st.sampled_from(["CITY", "PROVINCE", "NATION"]),
        "day": st.none() | days,
        "amount": st.none() | amounts,
        "count": st.none() | st.integers(-(10**15) + 1, 10**15 - 1),
        "flag": st.none() | st.booleans(),
    }
)
TRICKY = {
    "key": "110101199003078888",
    "text": "=1+1",
    "other": "007",
    "level": "CITY",
    "day": date(2026, 2, 28),
    "amount": Decimal("0.1"),
    "count": 0,
    "flag": False,
}


TRICKY_TEXTS = [
    "=1+1", "'=1", "一行\n\n二行", "长" * 32_000, "+86 138",
    "-", "@a", "＝1", "'", "''", "_x0041_", 'a"b', "a,b;c\td",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "encoding"), WAYS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(rows, min_size=1, max_size=6))
@example(made=[TRICKY | {"text": text} for text in TRICKY_TEXTS])
@example(made=[TRICKY | {"amount": Decimal("12345678901234567.25"), "count": 10**20}])
def test_rows_read_back_as_they_were_written(tmp_path, kind, language, encoding, made):
    path = tmp_path / f"a.{kind}"

    assert write_table(path, OPEN, iter(made), kind, language, encoding) == len(made)
    reading = read_table(path, path.name, OPEN)

    assert (reading.faults, reading.notes) == ([], [])
    assert [dict(row.values) for row in reading.rows] == made


@pytest.mark.parametrize("kind", [TableKind.XLSX, TableKind.CSV, TableKind.JSONL])
def test_same_rows_give_the_same_bytes(tmp_path, kind):
    for name in ("a", "b"):
        write_table(tmp_path / name, CENTERS, [CLEAN], kind)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_csv_guards_what_a_spreadsheet_would_calculate(tmp_path):
    write_table(tmp_path / "a.csv", OPEN, [TRICKY], TableKind.CSV)

    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1] == (
        "110101199003078888,'=1+1,007,市级,2026-02-28,0.1,0,否"
    )


def test_text_longer_than_a_cell_is_not_cut_in_silence(tmp_path):
    with pytest.raises(ValueError, match="longer than a cell"):
        write_table(tmp_path / "a.xlsx", OPEN, [TRICKY | {"text": "长" * 32_768}], TableKind.XLSX)


def test_json_lists_are_not_exported(tmp_path):
    with pytest.raises(ValueError, match="not exported"):
        write_table(tmp_path / "a.json", OPEN, [], TableKind.JSON)
