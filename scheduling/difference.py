"""What changed between two plans, in the terms a planner announces: moved, added, dropped."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.plan import Assignment, Plan


@dataclass(frozen=True, slots=True)
class Difference:
    """`moved` holds (before, after) where day, resources or channel differ; each sorted by event id."""

    moved: tuple[tuple[Assignment, Assignment], ...]
    added: tuple[Assignment, ...]
    dropped: tuple[Assignment, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both plans place the same events alike."""
        return not (self.moved or self.added or self.dropped)


def difference(before: Plan, after: Plan) -> Difference:
    """Return what `after` changes in `before`."""
    old = {assignment.event: assignment for assignment in before.assignments}
    new = {assignment.event: assignment for assignment in after.assignments}
    return Difference(
        moved=tuple((old[e], new[e]) for e in sorted(old.keys() & new.keys()) if old[e] != new[e]),
        added=tuple(new[e] for e in sorted(new.keys() - old.keys())),
        dropped=tuple(old[e] for e in sorted(old.keys() - new.keys())),
    )
