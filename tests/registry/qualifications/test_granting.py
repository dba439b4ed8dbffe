"""Grants as stored: renewals keep every grant, revocations say why, alerts name what is really at risk."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import QualificationState
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.evidence import FolderStore, keep, links_to
from registry.history import Act, changing
from registry.qualifications import (
    GrantDraft,
    gap_between,
    grant_qualification,
    qualification_alerts,
    renew_qualification,
    revoke_qualification,
    standing,
)
from registry.tables import LedgerEntry, Membership, Person, QualificationGrant, QualificationType
from tests.factories import SmallWorld, small_world
from tests.registry.evidence.files import PDF
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
END = date(2027, 6, 1)
S = QualificationState


async def login(world: SmallWorld, name: str) -> Viewer:
    """Return a principal of the small world on the tests' day."""
    return await viewer_of(world.principals[name].id, on=TODAY)


async def first_grant(world: SmallWorld) -> tuple[Person, QualificationGrant]:
    """Return the holder of the team's key post, whose grant holds from June 2024 until June 2027."""
    holder = world.people[world.team.id][0]
    return holder, await QualificationGrant.get(person_id=holder.id)


async def test_renewal_is_a_new_grant_and_the_old_one_stays(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    holder, old = await first_grant(world)
    file = await keep(
        registrar,
        act(),
        FolderStore(tmp_path),
        holder.region_id,
        io.BytesIO(PDF),
        name="证书.pdf",
        limit=9_999,
    )
    before = await LedgerEntry.filter(record_id=old.id).count()

    new = await renew_qualification(
        registrar,
        act("renewed"),
        old.id,
        GrantDraft(date(2027, 2, 1), certificate_number=" C-2 "),
        evidence_ids=[file.id],
    )

    assert (new.renewal_of_id, new.valid_to, new.certificate_number) == (
        old.id,
        date(2030, 2, 1),
        "C-2",
    )
    assert gap_between(old, new) is None
    stored = await QualificationGrant.get(id=old.id)
    assert (stored.version, stored.valid_to) == (old.version, END)
    assert await LedgerEntry.filter(record_id=old.id).count() == before
    assert [link.evidence_id for link in await links_to(registrar, new)] == [file.id]
    grants = await QualificationGrant.filter(person_id=holder.id)
    assert standing(grants, date(2027, 5, 31)).state is S.VALID


async def test_late_renewal_states_its_gap(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    _, old = await first_grant(world)
    draft = GrantDraft(date(2027, 6, 11))

    async with unchanged():
        with pytest.raises(InvalidValue, match="2027-06-01 to 2027-06-10 without cover"):
            await renew_qualification(registrar, act(), old.id, draft)
    new = await renew_qualification(registrar, act(), old.id, draft, accept_gap=True)

    gap = gap_between(old, new)
    assert gap is not None
    assert (gap.start, gap.end) == (END, date(2027, 6, 11))
    states = [standing([old, new], day).state for day in (date(2027, 5, 31), END, date(2027, 6, 10), gap.end)]
    assert states == [S.EXPIRING, S.EXPIRED, S.EXPIRED, S.VALID]


async def test_impossible_grants_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, planner, foreigner = [await login(world, n) for n in ("registrar", "planner", "foreigner")]
    holder, old = await first_grant(world)
    async with changing(act()) as change:
        retired = await change.add(
            QualificationType(
                code="Q-OLD",
                name="停用",
                name_en="retired",
                validity_months=12,
                issuer="x",
                valid_from=date(2020, 1, 1),
                valid_to=date(2026, 1, 1),
            )
        )
    kind, today = world.qualification.id, GrantDraft(TODAY)
    newer = await renew_qualification(registrar, act(), old.id, GrantDraft(date(2027, 1, 1)))

    async with unchanged():
        for type_id, draft in (
            (retired.id, today),
            (kind, GrantDraft(date(2024, 6, 1))),
            (kind, GrantDraft(TODAY, TODAY)),
        ):
            with pytest.raises(InvalidValue):
                await grant_qualification(registrar, act(), holder.id, type_id, draft)
        for grant_id, draft in (
            (old.id, GrantDraft(date(2027, 5, 1))),
            (newer.id, GrantDraft(date(2027, 5, 1), date(2028, 1, 1))),
            (newer.id, GrantDraft(date(2026, 5, 1), date(2040, 1, 1))),
        ):
            with pytest.raises(InvalidValue):
                await renew_qualification(registrar, act(), grant_id, draft)
        with pytest.raises(AccessDenied):
            await grant_qualification(planner, act(), holder.id, kind, today)
        with pytest.raises(NotFound):
            await renew_qualification(foreigner, act(), newer.id, GrantDraft(date(2029, 1, 1)))
        with pytest.raises(NotFound):
            await grant_qualification(registrar, act(), holder.id, holder.id, today)


async def test_revocation_ends_the_renewal_too_and_keeps_its_reason(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    holder, old = await first_grant(world)
    await renew_qualification(registrar, act(), old.id, GrantDraft(date(2026, 3, 1)))
    day = date(2025, 12, 1)

    async with unchanged():
        for on in (date(2026, 1, 6), date(2024, 5, 31)):
            with pytest.raises(InvalidValue):
                await revoke_qualification(registrar, act(), old.id, on, 1)
        with pytest.raises(StaleVersion):
            await revoke_qualification(registrar, act(), old.id, day, 2)
    revoked = await revoke_qualification(registrar, act("示例撤销理由"), old.id, day, 1)

    assert (revoked.revoked_on, revoked.revocation_reason) == (day, "示例撤销理由")
    grants = await QualificationGrant.filter(person_id=holder.id)
    assert [standing(grants, on).state for on in (date(2025, 11, 30), day, date(2026, 4, 1))] == [
        S.EXPIRING,
        S.REVOKED,
        S.REVOKED,
    ]
    last = await LedgerEntry.filter(record_id=old.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == day
    async with unchanged():
        with pytest.raises(InvalidValue):
            await revoke_qualification(registrar, act(), old.id, day, 2)
        with pytest.raises(InvalidValue):
            await renew_qualification(registrar, act(), old.id, GrantDraft(date(2026, 5, 1)))


async def test_alerts_name_what_lapses_and_whose_post_it_takes(
    database: TortoiseContext, act: MakeAct, statements
) -> None:
    world = await small_world()
    registrar, foreigner = await login(world, "registrar"), await login(world, "foreigner")
    holder, old = await first_grant(world)
    on, team = date(2027, 5, 1), world.team

    alerts = await qualification_alerts(registrar, world.district.id, on=on)
    own = [each for each in alerts if each.person.id == holder.id]

    assert {each.person.region_id for each in alerts} == {world.district.id}
    assert [(each.on, each.days_left, each.state) for each in own] == [(END, 31, S.EXPIRING)]
    assert [(each.post.ordinal, each.team.id) for each in own[0].posts] == [(1, team.id)]
    assert team.code in own[0].sentence
    assert "操作手" in own[0].sentence_zh
    assert await qualification_alerts(registrar, world.district.id, on=on, lead_days=30) == []
    with pytest.raises(NotFound):
        await qualification_alerts(foreigner, world.district.id, on=on)
    with pytest.raises(InvalidValue):
        await qualification_alerts(registrar, None, on=on, lead_days=1_101)

    with statements.counted() as seen:
        lapsed = await qualification_alerts(registrar, world.city.id, on=END)
    assert len(seen) == 7
    assert {(each.state, each.days_left, len(each.posts)) for each in lapsed} == {(S.EXPIRED, 0, 1)}

    await renew_qualification(registrar, act(), old.id, GrantDraft(date(2027, 3, 1)))
    left = world.memberships[team.id][1]
    async with changing(act()) as change:
        await change.change(await Membership.get(id=left.id), valid_to=date(2027, 1, 1))
        await change.change(await QualificationType.get(id=world.qualification.id), lead_days=31, name="改名")

    still = await qualification_alerts(registrar, world.district.id, on=on)
    told = {each.person.id for each in still}
    assert not told & {holder.id, left.person_id}
    assert await qualification_alerts(registrar, world.district.id, on=date(2027, 4, 30)) == []
    async with changing(act()) as change:
        kind = await QualificationType.get(id=world.qualification.id)
        await change.change(kind, valid_to=date(2027, 5, 1))
    assert await qualification_alerts(registrar, world.district.id, on=on) == []
