"""How what is asked of a plan is printed: tables and sentences, Chinese and English side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table

_WIDTH = 118


def printed(parts: Iterable[RenderableType]) -> str:
    """Return tables and sentences as one text, in color on a terminal."""
    written = StringIO()
    console = Console(file=written, width=_WIDTH, force_terminal=sys.stdout.isatty(), highlight=False)
    for part in parts:
        console.print(part, markup=False) if isinstance(part, str) else console.print(part)
    return written.getvalue().rstrip("\n")


def table(heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> Table:
    """Return a plain table; what is None stands as a dash."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for line in lines:
        made.add_row(*("—" if cell is None else str(cell) for cell in line))
    return made


def both(words: Mapping[str, str]) -> str:
    """Return words in both languages, one behind the other."""
    return f"{words['zh']} {words['en']}"


def change_lines(changes: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Return a line for each event that is moved, new or dropped, and its reasons below."""
    for each in changes:
        yield both(each["sentence"])
        yield from (f"  {both(reason)}" for reason in each["reasons"])


def gap_lines(components: Sequence[Mapping[str, Any]]) -> Iterable[RenderableType]:
    """Return the table of components with value, bound and gap; nothing where none is proven."""
    if components:
        heads = ["成本分项 component", "单位 unit", "值 value", "下界 bound", "差距 gap"]
        yield table(heads, (_gap_line(each) for each in components))


def _gap_line(each: Mapping[str, Any]) -> list[Any]:
    gap = None if each["gap"] is None else f"{each['gap']:.1%}"
    label, unit = (both(each[name]) for name in ("label", "unit"))
    return [label, unit, _figure(each["value"]), _figure(each["bound"]), gap]


def _figure(value: int | None) -> str | None:
    return None if value is None else f"{value:,}"
