"""Peacetime-use certificates: applications, decisions, changes, clocks, and states told by dates alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.context import TortoiseContext

from registry.access import Viewer, rows
from registry.codes import CertificateDueKind, CertificateState, PeacetimeUse, WorkClass
from registry.errors import AccessDenied, CodeTaken, InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act
from registry.tables import CertificateChange, LedgerEntry, UseCertificate
from registry.works.certificate_changes import ChangeDraft, decide_change, enter_change, request_change
from registry.works.certificate_state import CERTIFICATE_MOVES, state_condition, state_on
from registry.works.certificates import (
    ApplicationDraft,
    apply_for_certificate,
    decide_certificate,
    revoke_certificate,
)
from registry.works.classes import classify_work
from registry.works.clocks import Clocks, dues
from tests.factories import SmallWorld, small_world
from tests.registry.works.town import TODAY, Town, add_town, login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
SIGNED, APPLIED, DECIDED, UNTIL = (
    date(2025, 3, 3),
    date(2025, 3, 6),
    date(2025, 3, 14),
    date(2026, 3, 3),
)


def draft_of(town: Town, **given_values: Any) -> ApplicationDraft:
    """Return a plain application."""
    plain = ApplicationDraft(
        work_id=town.work.id,
        organization_id=town.organization.id,
        code="A-1",
        use=PeacetimeUse.PARKING,
        area_m2=3_000,
        contract_on=SIGNED,
        contract_until=UNTIL,
        applied_on=APPLIED,
    )
    return replace(plain, **given_values)


async def decide(
    viewer: Viewer, act: Act, row: UseCertificate, number: str | None = "SY-1", on: date = DECIDED
) -> UseCertificate:
    """Decide an application."""
    return await decide_certificate(
        viewer, act, row.id, row.version, decided_on=on, decision="示例决定", number=number
    )


async def issued(world: SmallWorld, town: Town, act: MakeAct) -> UseCertificate:
    """Return a certificate in force until 3 March 2026 (version 2)."""
    row = await apply_for_certificate(await login(world, "registrar"), act(), draft_of(town))
    return await decide(await login(world, "approver"), act(), row)


async def test_certificate_holds_as_long_as_the_contract(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    row = await issued(world, await add_town(world, world.district), act)

    assert (row.issued_on, row.expires_on, row.number) == (DECIDED, UNTIL, "SY-1")
    days = (SIGNED, APPLIED, DECIDED, UNTIL - timedelta(days=1), UNTIL)
    assert [state_on(row, day) for day in days] == [
        None,
        CertificateState.APPLIED,
        CertificateState.IN_FORCE,
        CertificateState.IN_FORCE,
        CertificateState.EXPIRED,
    ]
    last = await LedgerEntry.filter(record_id=row.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == DECIDED


async def test_impossible_application_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town = await add_town(world, world.district)
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    await apply_for_certificate(registrar, act(), draft_of(town))
    other = await add_town(world, world.district, 2)
    await classify_work(
        approver,
        act(),
        other.work.id,
        WorkClass.WITHDRAW,
        decided_on=SIGNED,
        basis="x",
        decided_by="x",
        disposal_plan="x",
    )

    async with unchanged():
        for wrong in (
            {"code": " "},
            {"area_m2": 9_001},
            {"area_m2": 0},
            {"contract_until": SIGNED},
            {"applied_on": SIGNED - timedelta(days=1)},
            {"applied_on": TODAY + timedelta(days=1)},
            {"work_id": other.work.id},
        ):
            with pytest.raises(InvalidValue):
                await apply_for_certificate(registrar, act(), draft_of(town, **{"code": "A-2", **wrong}))
        with pytest.raises(CodeTaken):
            await apply_for_certificate(registrar, act(), draft_of(town))
        with pytest.raises(AccessDenied):
            await apply_for_certificate(approver, act(), draft_of(town, code="A-2"))


async def test_certificate_is_decided_once(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town = await add_town(world, world.district)
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    row = await apply_for_certificate(registrar, act(), draft_of(town))

    async with unchanged():
        for number, on in ((" ", DECIDED), ("SY-1", APPLIED - timedelta(days=1)), ("SY-1", UNTIL)):
            with pytest.raises(InvalidValue):
                await decide(approver, act(), row, number, on)
        with pytest.raises(AccessDenied):
            await decide(registrar, act(), row)
    refused = await decide(approver, act(), row, None)

    assert state_on(refused, TODAY) is CertificateState.REFUSED
    async with unchanged():
        with pytest.raises(TransitionRefused) as caught:
            await decide(approver, act(), refused)
        with pytest.raises(StaleVersion):
            await decide(approver, act(), row)
    assert caught.value.allowed == CERTIFICATE_MOVES[CertificateState.REFUSED]


async def test_renewal_follows_the_certificate_it_renews(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town = await add_town(world, world.district)
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    first = await issued(world, town, act)

    second = await apply_for_certificate(
        registrar,
        act(),
        draft_of(
            town,
            code="A-2",
            contract_on=TODAY,
            applied_on=TODAY,
            contract_until=date(2027, 3, 3),
            renews_id=first.id,
        ),
    )
    second = await decide(approver, act(), second, "SY-2", TODAY)

    assert (second.issued_on, second.expires_on) == (UNTIL, date(2027, 3, 3))
    assert state_on(second, TODAY) is CertificateState.GRANTED
    held = rows(registrar, UseCertificate)
    for day in (TODAY, UNTIL - timedelta(days=1), UNTIL, date(2027, 3, 2)):
        assert await held.filter(state_condition(CertificateState.IN_FORCE, day)).count() == 1, day
    other = await add_town(world, world.district, 2)
    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            await apply_for_certificate(registrar, act(), draft_of(other, code="A-3", renews_id=first.id))
    assert caught.value.field == "renews_id"


async def test_revoked_certificate_holds_no_longer(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    approver = await login(world, "approver")
    row = await issued(world, await add_town(world, world.district), act)
    day = date(2025, 10, 1)

    async with unchanged():
        for on, words in ((APPLIED - timedelta(days=9), "x"), (TODAY + timedelta(days=1), "x"), (day, "")):
            with pytest.raises(InvalidValue):
                await revoke_certificate(approver, act(), row.id, 2, revoked_on=on, decision=words)
        with pytest.raises(TransitionRefused):
            await revoke_certificate(approver, act(), row.id, 2, revoked_on=APPLIED, decision="x")
    revoked = await revoke_certificate(approver, act(), row.id, 2, revoked_on=day, decision="示例决定")

    assert [state_on(revoked, each) for each in (day - timedelta(days=1), day)] == [
        CertificateState.IN_FORCE,
        CertificateState.REVOKED,
    ]


async def test_change_is_entered_on_its_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    row = await issued(world, await add_town(world, world.district), act)
    wanted = date(2026, 2, 10)
    asked = await request_change(
        registrar,
        act(),
        row.id,
        ChangeDraft(use=PeacetimeUse.STORAGE, area_m2=2_500),
        requested_on=TODAY,
        wanted_on=wanted,
    )

    async with unchanged():
        with pytest.raises(InvalidValue):
            await enter_change(registrar, act(), asked.id, 1)
        with pytest.raises(AccessDenied):
            await decide_change(registrar, act(), asked.id, 1, accepted=True, decided_on=TODAY, decision="x")
    asked = await decide_change(
        approver, act(), asked.id, 1, accepted=True, decided_on=TODAY, decision="同意"
    )
    async with unchanged():
        with pytest.raises(InvalidValue):
            await enter_change(registrar, act(), asked.id, 2)
        with pytest.raises(InvalidValue):
            await decide_change(approver, act(), asked.id, 2, accepted=False, decided_on=TODAY, decision="x")
    on_the_day = datetime(2026, 2, 11, 1, tzinfo=UTC)
    asked = await enter_change(registrar, act(at=on_the_day), asked.id, 2)

    changed = await UseCertificate.get(id=row.id)
    assert (changed.use, changed.area_m2, changed.number) == (PeacetimeUse.STORAGE, 2_500, "SY-1")
    last = await LedgerEntry.filter(record_id=row.id).order_by("-sequence").first()
    assert last is not None
    assert (last.effective_on, asked.entered_on) == (wanted, date(2026, 2, 11))


async def test_impossible_change_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    row = await issued(world, await add_town(world, world.district), act)
    wanted = date(2026, 2, 10)

    async with unchanged():
        for draft, on in (
            (ChangeDraft(), wanted),
            (ChangeDraft(area_m2=9_001), wanted),
            (ChangeDraft(expires_on=wanted), wanted),
            (ChangeDraft(area_m2=1), TODAY - timedelta(days=1)),
        ):
            with pytest.raises(InvalidValue):
                await request_change(registrar, act(), row.id, draft, requested_on=TODAY, wanted_on=on)
        with pytest.raises(TransitionRefused):
            await request_change(
                registrar,
                act(),
                row.id,
                ChangeDraft(area_m2=1),
                requested_on=SIGNED,
                wanted_on=wanted,
            )


class Weekdays:
    """Counts Monday to Friday."""

    def after(self, day: date, count: int) -> date:
        """Return the day `count` weekdays later."""
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day


async def test_dues_tell_what_to_do_and_what_came_late(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town = await add_town(world, world.district)
    registrar = await login(world, "registrar")
    row = await issued(world, town, act)
    signed = date(2025, 12, 19)
    late = await apply_for_certificate(
        registrar,
        act(),
        draft_of(town, code="A-2", contract_on=signed, applied_on=TODAY, contract_until=date(2027, 1, 1)),
    )
    change = await request_change(
        registrar,
        act(),
        row.id,
        ChangeDraft(area_m2=1),
        requested_on=TODAY,
        wanted_on=date(2026, 1, 20),
    )

    found = dues([row, late], [change], Clocks(), Weekdays(), today=TODAY, within_days=60)

    assert [(due.due_on, due.code, due.kind, due.late) for due in found] == [
        (date(2025, 12, 21), "A-1", CertificateDueKind.CHANGE_NOTICE, True),
        (date(2025, 12, 26), "A-2", CertificateDueKind.APPLICATION, True),
        (date(2026, 1, 15), "A-1", CertificateDueKind.CHANGE_DECISION, False),
        (date(2026, 1, 15), "A-2", CertificateDueKind.DECISION, False),
        (date(2026, 3, 2), "A-1", CertificateDueKind.EXPIRY, False),
    ]
    near = dues([row, late], [change], Clocks(), Weekdays(), today=TODAY, within_days=10)
    assert found[:4] == near


DAYS = st.dates(date(2025, 1, 1), date(2025, 1, 9))
MAYBE = st.none() | DAYS


@st.composite
def certificates(draw: st.DrawFn) -> tuple[date | None, ...]:
    """Return the days of a certificate that the table would take: applied to revoked."""
    applied = draw(DAYS)
    decided = draw(st.none() | st.dates(applied, date(2025, 1, 9)))
    if decided is None or not draw(st.booleans()):
        return applied, decided, None, None, None
    begins = draw(st.dates(decided, date(2025, 1, 10)))
    ends = draw(st.dates(begins + timedelta(days=1), date(2025, 1, 12)))
    revoked = draw(st.none() | st.dates(begins, date(2025, 1, 12)))
    return applied, decided, begins, ends, revoked


@given(certificates(), DAYS)
async def test_states_exclude_one_another(days: tuple[date | None, ...], day: date) -> None:
    names = ("valid_from", "decided_on", "issued_on", "expires_on", "revoked_on")
    row = UseCertificate(**dict(zip(names, days, strict=True)))

    state = state_on(row, day)

    assert (state is None) == (day < row.valid_from)


async def test_states_in_sql_are_those_in_python(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    town = await add_town(world, world.district)
    made = await issued(world, town, act)
    second = await apply_for_certificate(await login(world, "registrar"), act(), draft_of(town, code="A-2"))
    revoked = await revoke_certificate(
        await login(world, "approver"), act(), made.id, 2, revoked_on=date(2025, 10, 1), decision="x"
    )

    for day in (SIGNED, APPLIED, DECIDED, date(2025, 10, 1), UNTIL):
        told = {row.id: state_on(row, day) for row in (revoked, second)}
        for state in CertificateState:
            found = await UseCertificate.filter(state_condition(state, day)).values_list("id", flat=True)
            assert set(found) == {key for key, value in told.items() if value is state}, (day, state)
    assert await CertificateChange.all().count() == 0
