"""Where a peacetime-use certificate stands on a day, told from its dates alone, in Python and in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tortoise.expressions import Q

from registry.codes import CertificateState
from registry.tables import UseCertificate

CERTIFICATE_MOVES: Mapping[CertificateState, tuple[CertificateState, ...]] = MappingProxyType(
    {
        CertificateState.APPLIED: (CertificateState.GRANTED, CertificateState.REFUSED),
        CertificateState.REFUSED: (),
        CertificateState.GRANTED: (),
        CertificateState.IN_FORCE: (CertificateState.REVOKED,),
        CertificateState.EXPIRED: (),
        CertificateState.REVOKED: (),
    }
)
"""What somebody may decide next; beginning and expiry come by themselves. A renewal is a new application."""


def state_on(certificate: UseCertificate, day: date) -> CertificateState | None:
    """
    Return the state of a certificate on a day; None before the application.

    The day of a decision belongs to the new state; a certificate expires on `expires_on`.
    """
    if day < certificate.valid_from:
        return None
    if certificate.decided_on is None or day < certificate.decided_on:
        return CertificateState.APPLIED
    if certificate.issued_on is None or certificate.expires_on is None:
        return CertificateState.REFUSED
    if certificate.revoked_on is not None and certificate.revoked_on <= day:
        return CertificateState.REVOKED
    if day < certificate.issued_on:
        return CertificateState.GRANTED
    return CertificateState.IN_FORCE if day < certificate.expires_on else CertificateState.EXPIRED


def state_condition(state: CertificateState, day: date) -> Q:
    """Return the condition that a certificate is in a state on a day; the same answer as `state_on`."""
    known = Q(valid_from__lte=day)
    undecided = Q(decided_on__isnull=True) | Q(decided_on__gt=day)
    decided = Q(decided_on__lte=day)
    standing = Q(revoked_on__isnull=True) | Q(revoked_on__gt=day)
    conditions = {
        CertificateState.APPLIED: known & undecided,
        CertificateState.REFUSED: known & decided & Q(issued_on__isnull=True),
        CertificateState.REVOKED: known & decided & Q(revoked_on__lte=day),
        CertificateState.GRANTED: known & decided & standing & Q(issued_on__gt=day),
        CertificateState.IN_FORCE: known & decided & standing & Q(issued_on__lte=day, expires_on__gt=day),
        CertificateState.EXPIRED: known & decided & standing & Q(expires_on__lte=day),
    }
    return conditions[state]
