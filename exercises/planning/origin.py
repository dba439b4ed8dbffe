"""What a planned event remembers of the demand it came from, carried in `scheduling.Event.source`."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.problem import Event

SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Origin:
    """
    The syllabus row, the region the event belongs to, and what the solver need not know.

    `host` is set for events with a fixed host; written as ``row|region|flags|host``.
    """

    rule_number: int | None
    region: str
    unannounced: bool = False
    external: bool = False
    host: str = ""

    def text(self) -> str:
        """Return the origin as it stands in `Event.source`."""
        flags = ("u" if self.unannounced else "") + ("x" if self.external else "")
        number = "" if self.rule_number is None else str(self.rule_number)
        return f"{number}|{self.region}|{flags}|{self.host}"


def origin_of(event: Event) -> Origin:
    """Return the origin of an event framed by this package."""
    number, region, flags, host = event.source.split("|")
    return Origin(int(number) if number else None, region, "u" in flags, "x" in flags, host)


def bilingual(zh: str, en: str) -> str:
    """Return both titles as one, the way sentences of either language can name the event."""
    return f"{zh}{SEPARATOR}{en}"


def titles(text: str) -> tuple[str, str]:
    """Return (zh, en) of a bilingual title."""
    zh, _, en = text.partition(SEPARATOR)
    return zh, en or zh
