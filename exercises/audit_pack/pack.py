"""
What an audit pack holds: plain values only, so that the same question always makes the same bytes.

A pack is gathered in one process and made into files in another; `packed` and `unpacked` carry it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pydantic import TypeAdapter

#: Changed whenever the same records would make other files.
FORMAT = 1
Cell: TypeAlias = str | int | None
#: Words in Chinese and in English.
Said: TypeAlias = tuple[str, str]


def both(words: Said) -> str:
    """Return words in both languages in one cell."""
    return " / ".join(words)


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a topic: its heading, and its width in Latin characters.

    Levels are colored; what is not `printed` stands in the workbook only.
    """

    zh: str
    en: str
    width: int
    level: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """
    A table of the pack: one sheet of the workbook, and a chapter of the print where `printed`.

    `note` says what is in it and what would be read wrong. Every row has a cell for each column.
    """

    code: str
    zh: str
    en: str
    note: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: bool = False


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A fraction as it is printed; `missing` units lift it over the next threshold, None at level 1."""

    code: str
    counted: str
    percent: str
    level: int | None
    missing: int | None


@dataclass(frozen=True, slots=True)
class AreaShown:
    """An area as it is printed: its level, a dash where nothing applies, and the grade of its data's age."""

    code: str
    level: str
    age: str


@dataclass(frozen=True, slots=True)
class TeamShown:
    """
    A team's rating as it is printed.

    `shown` is the level people are told, `computed` the one the records give; they differ under an
    override only. `sentences` explain both.
    """

    code: str
    name: str
    category: Said
    shown: str
    computed: str
    areas: tuple[AreaShown, ...]
    measures: tuple[MeasureShown, ...]
    sentences: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class District:
    """The teams of one region, by code; `levels` counts them in the order of `LEVELS`, as shown."""

    code: str
    name: str
    levels: tuple[int, ...]
    teams: tuple[TeamShown, ...]


#: The levels teams are counted by: as printed, with a dash for teams that are not rated.
LEVELS = ("1", "2", "3", "4", "?4", "5", "—")


@dataclass(frozen=True, slots=True)
class Pack:
    """
    The audit pack of a region, true on `valid_on` as known at `known_at` (both as text).

    `facts` are the lines of its cover: what, in both languages, and the figure. `notes` say what was left
    out.
    """

    region_id: str
    region_code: str
    region: str
    valid_on: str
    known_at: str
    facts: tuple[tuple[str, str, str], ...]
    districts: tuple[District, ...]
    topics: tuple[Topic, ...]
    notes: tuple[Said, ...]
    format: int = FORMAT

    @property
    def name(self) -> str:
        """Return what its files are called, without their endings."""
        return f"audit-pack-{self.region_code}-{self.valid_on}"

    @property
    def rows(self) -> int:
        """Return how many rows its tables have."""
        return sum(len(topic.rows) for topic in self.topics)


_PACKS = TypeAdapter(Pack)


def packed(pack: Pack) -> bytes:
    """Return a pack as one line of JSON."""
    return _PACKS.dump_json(pack)


def unpacked(line: bytes) -> Pack:
    """Return the pack that was `packed`."""
    return _PACKS.validate_json(line)
