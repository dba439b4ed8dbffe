"""
Serving beside a job: double service by region rule, commitment letters, and what employers are told.

Reading order: `outside` (who may serve in what else) → `letters` → `notices`.
"""

from registry.service.letters import letters_missing, record_letter, settle_letters
from registry.service.notices import (
    NOTICE_DAYS,
    NoticeDraft,
    Told,
    employed_each,
    employers_told,
    is_late,
    members_called,
    record_notice,
)
from registry.service.outside import (
    check_outside_service,
    double_service,
    double_services,
    end_outside_service,
    record_outside_service,
    serves_outside,
    set_membership_rule,
)

__all__ = [
    "NOTICE_DAYS",
    "NoticeDraft",
    "Told",
    "check_outside_service",
    "double_service",
    "double_services",
    "employed_each",
    "employers_told",
    "end_outside_service",
    "is_late",
    "letters_missing",
    "members_called",
    "record_letter",
    "record_notice",
    "record_outside_service",
    "serves_outside",
    "set_membership_rule",
    "settle_letters",
]
