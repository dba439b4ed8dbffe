"""
Qualifications 资格: granted, renewed, revoked; one derived state per person and kind on a day.

Reading order: `standings` (what grants are worth on a day, no database) → `granting` (what is stored) →
`alerts` (what lapses soon, and which posts lose their qualified holder).
"""

from registry.qualifications.alerts import PostAtRisk, QualificationAlert, qualification_alerts
from registry.qualifications.granting import (
    GrantDraft,
    grant_qualification,
    renew_qualification,
    revoke_qualification,
)
from registry.qualifications.standings import (
    LEAD_DAYS,
    Standing,
    each_standing,
    gap_between,
    standing,
    superseded_by,
)

__all__ = [
    "LEAD_DAYS",
    "GrantDraft",
    "PostAtRisk",
    "QualificationAlert",
    "Standing",
    "each_standing",
    "gap_between",
    "grant_qualification",
    "qualification_alerts",
    "renew_qualification",
    "revoke_qualification",
    "standing",
    "superseded_by",
]
