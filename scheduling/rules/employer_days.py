"""What one member of a crew is away from work in a year stays within the employer's limit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, Booking
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class EmployerDays(Rule):
    """Half-days per member, `crew_share` applied, `carried_half_days` included."""

    def post(self, draft: Draft[Any]) -> None:
        """Bound the load of each crew by what fixed events and the carried days leave over."""
        view = draft.view
        for crew, events in view.events_of_crew.items():
            free = [e for e in events if draft.is_free(e) and view.loads[e]]
            loads = [view.loads[e] for e in free]
            left = draft.board.load_left(crew)
            if sum(loads) > left:
                draft.at_most(loads, [draft.present(e) for e in free], left)

    def check(self, booked: Booked) -> list[Violation]:
        """Add up the year of each crew."""
        found: list[Violation] = []
        for crew_id, bookings in booked.of_crew.items():
            crew = booked.crews[crew_id]
            total = crew.carried_half_days + self._load(bookings)
            if total > crew.yearly_limit_half_days:
                found.append(
                    Violation(
                        self.code,
                        tuple(booking.event.id for booking in bookings),
                        f"队伍 {crew_id} 全年人均 {float(total):g} 个半天，超过上限"
                        f" {crew.yearly_limit_half_days} 个半天",
                        f"Crew {crew_id} asks {float(total):g} half-days of each member,"
                        f" the yearly limit is {crew.yearly_limit_half_days}",
                        crews=(crew_id,),
                    )
                )
        return found

    def _load(self, bookings: list[Booking]) -> Fraction:
        total = Fraction()
        for booking in bookings:
            numerator, denominator = booking.event.crew_share
            total += Fraction(booking.event.load_half_days * numerator, denominator)
        return total


RULE = EmployerDays(
    "employer-days",
    "用人单位派出人员全年人均参训时间不得超过上限",
    "No member of a crew is away from work longer than the yearly limit",
    "S67 by analogy (militia practice 12 days); 15 days assumed",
)
