"""The reviewed reference tables of `seeds/data`, each row with its source column."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

Row: TypeAlias = MappingProxyType[str, str]


@cache
def sheet(name: str) -> tuple[Row, ...]:
    """
    Return the rows of `seeds/data/<name>.csv`, every cell as text.

    Raises
    ------
    ValueError
        A row has more or fewer cells than the header, or no source.

    """
    text = files("seeds").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    rows = tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values() or not row["source"]:
            message = f"seeds/data/{name}.csv, line {number}: cells do not fit the header, or no source"
            raise ValueError(message)
    return rows
