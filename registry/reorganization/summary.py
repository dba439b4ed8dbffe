"""What a completed reorganization came to, in figures."""

from __future__ import annotations

from dataclasses import dataclass

from registry.codes import ReorganizationState
from registry.tables import Reorganization


@dataclass(frozen=True, slots=True)
class Summary:
    """
    Figures of a completed reorganization.

    `turnover` is those who left as a share of the strength before (assumed), `muster_rate` those
    present as a share of those called; both lie in 0 to 1 and are None without a denominator.
    """

    strength_before: int
    strength_after: int
    joined: int
    departed: int
    turnover: float | None
    mustered: int
    present: int
    muster_rate: float | None
    missing: int
    surplus: int


def summarize(reorganization: Reorganization) -> Summary | None:
    """Return the figures of a completed reorganization; None before."""
    if reorganization.state is not ReorganizationState.COMPLETED:
        return None
    before, called = reorganization.strength_before or 0, reorganization.mustered or 0
    departed, present = reorganization.departed or 0, reorganization.present or 0
    return Summary(
        strength_before=before,
        strength_after=reorganization.strength_after or 0,
        joined=reorganization.joined or 0,
        departed=departed,
        turnover=departed / before if before else None,
        mustered=called,
        present=present,
        muster_rate=present / called if called else None,
        missing=reorganization.missing or 0,
        surplus=reorganization.surplus or 0,
    )
