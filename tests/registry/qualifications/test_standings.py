"""One state per person and kind on every day, told by half-open dates alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from registry.codes import QualificationState
from registry.periods import Period, months_later
from registry.qualifications import each_standing, gap_between, standing, superseded_by
from registry.qualifications.standings import end_of
from registry.tables import QualificationGrant, QualificationType

START = date(2024, 2, 20)
S = QualificationState
DAYS = st.integers(0, 40)


def grant(first: int, end: int | None, revoked: int | None = None, kind: int = 1) -> QualificationGrant:
    """Return a grant that is not stored; days are counted from `START`."""
    made = QualificationGrant(
        id=UUID(int=first + 1), valid_from=_day(first), valid_to=_day(end), revoked_on=_day(revoked)
    )
    made.qualification_type_id = UUID(int=kind)
    return made


def _day(number: int | None) -> date | None:
    return None if number is None else START + timedelta(days=number)


@st.composite
def histories(draw: st.DrawFn) -> list[QualificationGrant]:
    """Draw up to five grants of one kind, some revoked, some for ever."""
    made = []
    for _ in range(draw(st.integers(1, 5))):
        first = draw(DAYS)
        end = draw(st.none() | st.integers(first + 1, 60))
        revoked = draw(st.none() | st.integers(first, 60 if end is None else end - 1))
        made.append(grant(first, end, revoked))
    return made


def covered(grants: list[QualificationGrant], day: date) -> bool:
    """Tell by counting, grant by grant, whether one of them covers a day."""
    return any(each.valid_from <= day and (end_of(each) or date.max) > day for each in grants)


@given(histories(), st.integers(-2, 70), st.integers(0, 30))
def test_standing_holds_exactly_on_covered_days(
    grants: list[QualificationGrant], number: int, lead: int
) -> None:
    day = START + timedelta(days=number)

    told = standing(grants, day, lead_days=lead)

    assert told.holds is covered(grants, day)
    assert told.holds is (told.state in {S.VALID, S.EXPIRING})
    if told.holds and told.until is not None:
        assert covered(grants, told.until - timedelta(days=1))
        assert not covered(grants, told.until)
        assert all(covered(grants, day + timedelta(days=n)) for n in range((told.until - day).days))
        assert (told.state is S.EXPIRING) is ((told.until - day).days <= lead)
    if not told.holds:
        begun = [each for each in grants if each.valid_from <= day]
        assert (told.state is S.NOT_YET_VALID) is (not begun)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 120))
def test_renewal_on_the_last_day_leaves_no_gap(first: date, months: int) -> None:
    end = months_later(first, months)
    old = QualificationGrant(id=UUID(int=1), valid_from=first, valid_to=end)
    new = QualificationGrant(id=UUID(int=2), valid_from=end, valid_to=months_later(end, months))
    late = QualificationGrant(id=UUID(int=3), valid_from=end + timedelta(days=1), valid_to=None)

    assert first < end <= first + timedelta(days=31 * months)
    assert gap_between(old, new) is None
    assert gap_between(old, late) == Period(end, end + timedelta(days=1))
    last = end - timedelta(days=1)
    assert [standing(each, last, lead_days=1).state for each in ([old], [old, new])] == [S.EXPIRING, S.VALID]
    assert [standing([old], day).state for day in (end, first - timedelta(days=1))] == [
        S.EXPIRED,
        S.NOT_YET_VALID,
    ]


def test_same_training_is_never_both_valid_and_expired() -> None:
    """The complaint of AF personnel systems: an old, lapsed grant beside its renewal showed both."""
    grants = [grant(0, 10), grant(8, 30), grant(30, 50)]

    states = {number: standing(grants, START + timedelta(days=number), lead_days=5) for number in (9, 29, 46)}

    assert [each.state for each in states.values()] == [S.VALID, S.VALID, S.EXPIRING]
    assert {each.until for each in states.values()} == {START + timedelta(days=50)}


def test_revoked_grant_ends_on_its_day() -> None:
    told = [standing([grant(0, 30, 10)], START + timedelta(days=number)).state for number in (9, 10, 40)]

    assert told == [S.EXPIRING, S.REVOKED, S.REVOKED]


def test_kind_is_superseded_while_the_newer_one_is_held() -> None:
    kinds = {UUID(int=n): QualificationType(id=UUID(int=n), code=f"Q-{n}", lead_days=5) for n in (1, 2, 3)}
    for n, older in ((1, None), (2, UUID(int=1)), (3, UUID(int=2))):
        kinds[UUID(int=n)].supersedes_id = older
    grants = [grant(0, 20, kind=1), grant(0, 100, kind=2), grant(5, 15, kind=3)]

    told = {
        number: [
            each.state
            for _, each in sorted(each_standing(grants, kinds, START + timedelta(days=number)).items())
        ]
        for number in (1, 8, 12, 15, 20)
    }

    assert superseded_by(kinds, UUID(int=3)) == {UUID(int=1), UUID(int=2)}
    assert told == {
        1: [S.SUPERSEDED, S.VALID, S.NOT_YET_VALID],
        8: [S.SUPERSEDED, S.SUPERSEDED, S.VALID],
        12: [S.SUPERSEDED, S.SUPERSEDED, S.EXPIRING],
        15: [S.SUPERSEDED, S.VALID, S.EXPIRED],
        20: [S.SUPERSEDED, S.VALID, S.EXPIRED],
    }


def test_kinds_that_supersede_each_other_end_the_walk() -> None:
    kinds = {UUID(int=n): QualificationType(id=UUID(int=n)) for n in (1, 2)}
    kinds[UUID(int=1)].supersedes_id = UUID(int=2)
    kinds[UUID(int=2)].supersedes_id = UUID(int=1)

    assert superseded_by(kinds, UUID(int=1)) == {UUID(int=2)}
