"""
How long things may take: putting a finding right, closing a hazard, publishing a check.

Each is a `RuleFigure` under the blank rule text CHECKS; what nobody stored is the default here. That results
of drawn checks are published within 20 workdays is recalled from the rules on double-random checks, given
here as 28 calendar days; everything else is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from registry.access import Viewer
from registry.codes import FindingSeverity
from registry.rules import figures_of

#: Code of the rule text behind the figures.
RULE = "CHECKS"
DEFAULT_DAYS: Mapping[str, int] = MappingProxyType(
    {
        "checks.publish-days": 28,
        "findings.days.minor": 60,
        "findings.days.considerable": 30,
        "findings.days.major": 15,
        "hazards.days.minor": 30,
        "hazards.days.considerable": 15,
        "hazards.days.major": 7,
    }
)
"""Calendar days by the code of the figure: from holding to publication, from finding to being put right."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The days in force for a region, by the code of the figure."""

    days: Mapping[str, int]

    def finding_due(self, severity: FindingSeverity, found_on: date) -> date:
        """Return the last day in time for putting a finding right."""
        return found_on + timedelta(days=self.days[f"findings.days.{severity.value}"])

    def hazard_due(self, severity: FindingSeverity, found_on: date) -> date:
        """Return the last day in time for closing a hazard."""
        return found_on + timedelta(days=self.days[f"hazards.days.{severity.value}"])

    def publication_due(self, held_on: date) -> date:
        """Return the last day in time for publishing a check."""
        return held_on + timedelta(days=self.days["checks.publish-days"])


async def terms_of(viewer: Viewer, region_id: UUID, on: date) -> Terms:
    """Return the terms a region follows on a day: its own figures, the nearest above it, the defaults."""
    stored = await figures_of(viewer, [region_id], DEFAULT_DAYS, on)
    return Terms({**DEFAULT_DAYS, **stored[region_id]})
