"""
Findings 问题: opened by checks, exercises and hazards, put right by their owners, verified by others.

Reading order: `terms` (the figures) → `opening` → `rectifying` (the life) → `extending` → `dues`.
"""

from registry.findings.dues import FindingDue, findings_due, overdue_on
from registry.findings.extending import ask_extension, decide_extension
from registry.findings.opening import FindingDraft, add_finding, open_finding
from registry.findings.rectifying import (
    FINDING_MOVES,
    other_than,
    rectify_finding,
    reopen_finding,
    verify_finding,
    withdraw_finding,
)
from registry.findings.terms import Terms, terms_of

__all__ = [
    "FINDING_MOVES",
    "FindingDraft",
    "FindingDue",
    "Terms",
    "add_finding",
    "ask_extension",
    "decide_extension",
    "findings_due",
    "open_finding",
    "other_than",
    "overdue_on",
    "rectify_finding",
    "reopen_finding",
    "terms_of",
    "verify_finding",
    "withdraw_finding",
]
