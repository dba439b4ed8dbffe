"""
What falls due with peacetime-use certificates, and what came late.

The periods follow a published rule of another province (Shandong 2014, re-issued 2022); Sichuan's own was
not found, so they are used by analogy: assumed, and each is a `RuleFigure` under the blank rule text
USE-CERTIFICATE. Whether the ten days to decide are workdays is not known; calendar days are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from registry.codes import CertificateDueKind, CertificateState
from registry.tables import CertificateChange, UseCertificate
from registry.works.certificate_state import state_on


class Workdays(Protocol):
    """A calendar that can count workdays; the exercises' calendar does."""

    def after(self, day: date, count: int) -> date:
        """Return the day that is `count` workdays after a day."""
        ...


@dataclass(frozen=True, slots=True)
class Clocks:
    """
    The periods in force: workdays to apply after the contract, calendar days to decide and of notice.

    Defaults: 5 workdays, 10 days, 30 days (assumed by analogy).
    """

    apply_workdays: int = 5
    decide_days: int = 10
    change_notice_days: int = 30


@dataclass(frozen=True, slots=True, order=True)
class CertificateDue:
    """
    One thing that falls due: by `due_on`, included; `late` tells that the day has passed.

    For an application and the notice of a change the day is the one that was missed.
    """

    due_on: date
    code: str
    kind: CertificateDueKind
    certificate_id: UUID
    late: bool


def dues(
    certificates: Sequence[UseCertificate],
    changes: Sequence[CertificateChange],
    clocks: Clocks,
    workdays: Workdays,
    *,
    today: date,
    within_days: int,
    renewed: frozenset[UUID] = frozenset(),
) -> list[CertificateDue]:
    """
    Return what falls due until `within_days` days from today, the earliest first; what is late included.

    `renewed` are the certificates another one was granted for: they do not fall due by their expiry. What
    has expired is no longer due.
    """
    by_id = {certificate.id: certificate for certificate in certificates}
    found: list[CertificateDue] = []
    for certificate in certificates:
        for kind, day in _of_certificate(certificate, clocks, workdays, today, renewed):
            found.append(CertificateDue(day, certificate.code, kind, certificate.id, day < today))
    for change in changes:
        certificate = by_id[change.certificate_id]
        for kind, day in _of_change(change, clocks):
            found.append(CertificateDue(day, certificate.code, kind, certificate.id, day < today))
    horizon = today + timedelta(days=within_days)
    return sorted(due for due in found if due.due_on <= horizon)


def _of_certificate(
    certificate: UseCertificate,
    clocks: Clocks,
    workdays: Workdays,
    today: date,
    renewed: frozenset[UUID],
) -> Iterator[tuple[CertificateDueKind, date]]:
    """Yield what an application or a certificate in force waits for."""
    state = state_on(certificate, today)
    if state is CertificateState.APPLIED:
        yield CertificateDueKind.DECISION, certificate.valid_from + timedelta(days=clocks.decide_days)
        last = workdays.after(certificate.contract_on, clocks.apply_workdays)
        if certificate.valid_from > last:
            yield CertificateDueKind.APPLICATION, last
    if (
        state is CertificateState.IN_FORCE
        and certificate.expires_on is not None
        and certificate.id not in renewed
    ):
        yield CertificateDueKind.EXPIRY, certificate.expires_on - timedelta(days=1)


def _of_change(change: CertificateChange, clocks: Clocks) -> Iterator[tuple[CertificateDueKind, date]]:
    """Yield what a change waits for, and whether it was asked for on short notice."""
    if change.accepted is None:
        yield CertificateDueKind.CHANGE_DECISION, change.valid_from + timedelta(days=clocks.decide_days)
        notice = change.wanted_on - timedelta(days=clocks.change_notice_days)
        if change.valid_from > notice:
            yield CertificateDueKind.CHANGE_NOTICE, notice
    elif change.accepted and change.entered_on is None:
        yield CertificateDueKind.CHANGE_ENTRY, change.wanted_on
