"""Letters of commitment 承诺书: what a member, and perhaps the employer, signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.periods import in_force
from registry.tables import CommitmentLetter, Membership, Organization


async def record_letter(
    viewer: Viewer,
    act: Act,
    membership_id: UUID,
    *,
    signed_on: date,
    valid_to: date | None = None,
    organization_id: UUID | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> CommitmentLetter:
    """
    Store a letter of commitment of a member; earlier letters are kept.

    Parameters
    ----------
    viewer, act
        Who records it, why and when.
    membership_id
        Whose letter it is.
    signed_on
        Day of the signature, not in the future; the letter holds from then on.
    valid_to
        First day on which it no longer holds; for ever when None.
    organization_id
        The employer who signed too, if one did.
    evidence_ids
        The scanned letter.

    Raises
    ------
    NotFound, AccessDenied, InvalidValue
        As named; a file out of reach is not found.

    """
    membership = await one(viewer, Membership, membership_id, Capability.WRITE_REGISTRY)
    if organization_id is not None:
        await one(viewer, Organization, organization_id)
    if signed_on > day_of(act.at):
        raise InvalidValue("signed_on", signed_on.isoformat(), "a letter is signed before it is recorded")
    letter = CommitmentLetter(
        membership_id=membership.id,
        organization_id=organization_id,
        signed_on=signed_on,
        valid_from=signed_on,
        valid_to=valid_to,
    )
    async with changing(act) as change:
        await change.add(letter)
        await attach(viewer, change, letter, evidence_ids)
        await settle_letters(change, [letter])
    return letter


async def settle_letters(change: Change, letters: Sequence[CommitmentLetter]) -> None:
    """Let the memberships of letters just stored tell the day of their latest one."""
    latest: dict[UUID, date] = {}
    for letter in letters:
        signed = latest.get(letter.membership_id, letter.signed_on)
        latest[letter.membership_id] = max(signed, letter.signed_on)
    for membership in await rows(SYSTEM, Membership).filter(id__in=list(latest)):
        day, known = latest[membership.id], membership.commitment_letter_on
        if known is None or known < day:
            await change.change(membership, commitment_letter_on=day, effective_on=day)


def letters_missing(viewer: Viewer, on: date) -> QuerySet[Membership]:
    """
    Return the memberships in force on a day, of those the viewer sees, without a letter in force then.

    A membership without any letter on record, of which the register knows only the day of the letter
    (taken over from a sheet), is taken to have one from that day on (assumed).
    """
    letters = rows(SYSTEM, CommitmentLetter)
    holding = Subquery(letters.filter(in_force(on)).values("membership_id"))
    known = Subquery(letters.values("membership_id"))
    unknown_by_day = Q(commitment_letter_on__isnull=True) | Q(commitment_letter_on__gt=on)
    return rows(viewer, Membership).filter(
        in_force(on), Q(id__not_in=holding), unknown_by_day | Q(id__in=known)
    )
