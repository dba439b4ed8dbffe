"""What the command line prints: results on standard output, progress and refusals on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

_QUIET_LINE_SECONDS = 5.0


def emit(facts: Any, text: str, *, as_json: bool) -> None:
    """Print `facts` as one JSON document for scripts, or `text` for people."""
    if as_json:
        text = json.dumps(facts, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Tell people what is going on, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class Line:
    """
    One line that says how far something has come.

    On a terminal it is redrawn in place; elsewhere a line is written at most every five seconds, so
    that a log stays readable.
    """

    def __init__(self, title: str, progress: Progress | None) -> None:
        """Start the line under `title`."""
        self._title = title
        self._progress = progress
        self._task = progress.add_task(title) if progress is not None else None
        self._said = monotonic()

    def show(self, text: str) -> None:
        """Show `text` behind the title."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=f"{self._title}  {text}")
        elif monotonic() - self._said >= _QUIET_LINE_SECONDS:
            self._said = monotonic()
            note(f"{self._title}  {text}")


@contextmanager
def progress_line(title: str) -> Generator[Line, None, None]:
    """Open a progress line for as long as the block runs."""
    if not sys.stderr.isatty():
        note(f"{title} …")
        yield Line(title, None)
        return
    from rich.console import Console  # noqa: PLC0415 -- start-up time
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 -- start-up time

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as progress:
        yield Line(title, progress)


def solving(report: Mapping[str, Any]) -> str:
    """Return a solver's report as one line: incumbent, bound, gap (whole and by component) and seconds."""
    incumbent, bound = report.get("incumbent"), report.get("bound")
    gap = "–"
    if incumbent is not None and bound is not None:
        gap = "0.0 %" if incumbent == 0 else f"{max(0.0, (incumbent - bound) / incumbent):.1%}"
    return (
        f"{report.get('stage', '')} · incumbent {_figure(incumbent)} · bound {_figure(bound)} · gap {gap} · "
        f"{_parts(report.get('components') or ())}{float(report.get('seconds', 0)):.0f} s"
    )


def _parts(components: Iterable[Mapping[str, Any]]) -> str:
    """Return the components that cost more than is proven, as value≥bound."""
    apart = [each for each in components if each["value"] is not None and each["value"] > each["bound"]]
    return "".join(f"{each['name']} {each['value']:,}≥{each['bound']:,} · " for each in apart)


def _figure(value: int | None) -> str:
    """Return a number with thousands separated, or a dash."""
    return "–" if value is None else f"{value:,}"
