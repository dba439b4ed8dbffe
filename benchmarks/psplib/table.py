"""What is told of many instances: ratios to the best values published, and who found the better schedule."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from benchmarks.psplib.run import Found, Measured

HEAD = (
    "set",
    "instances",
    "mean ratio to best-known, ours",
    "PyJobShop",
    "equal to best-known, ours",
    "PyJobShop",
    "ours better",
    "PyJobShop better",
    "proven, ours",
    "PyJobShop",
)


def row(name: str, rows: Sequence[Measured]) -> tuple[str, ...]:
    """Return the cells of one set; without a peer's answers its cells are dashes."""
    both = [(m, m.peer) for m in rows if m.peer is not None]
    return (
        name,
        str(len(rows)),
        f"{_ratio([(m, m.ours) for m in rows]):.4f}",
        f"{_ratio(both):.4f}" if both else "-",
        str(sum(m.ours.finish <= m.best.upper for m in rows)),
        str(sum(peer.finish <= m.best.upper for m, peer in both)) if both else "-",
        str(sum(m.ours.finish < peer.finish for m, peer in both)) if both else "-",
        str(sum(peer.finish < m.ours.finish for m, peer in both)) if both else "-",
        str(sum(m.ours.proven for m in rows)),
        str(sum(peer.proven for _, peer in both)) if both else "-",
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table to paste into a page."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table to read on a terminal."""
    widths = [max(len(cells[i]) for cells in (head, *rows)) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in (head, *rows)
    )


def _ratio(found: Sequence[tuple[Measured, Found]]) -> float:
    return fmean(one.finish / m.best.upper for m, one in found)
