"""What the tests of the seeds share: a small fixed world and how to fingerprint drafts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

from registry.ledger import canonical
from seeds.scales import Scale, opening, takeover
from seeds.worlds import Draft, World

WORLD = World(seed=7, year=2026)
AT = datetime(2025, 11, 28, 1, 0, tzinfo=UTC)
KNOWN_ON = date(2025, 11, 28)


def drafts(world: World = WORLD, scale: Scale = "city") -> Iterator[Draft]:
    yield from opening(world, scale)
    yield from takeover(world, scale, known_on=KNOWN_ON)


def fingerprint(made: Iterable[Draft]) -> str:
    text = "\n".join(f"{draft.table.__name__} {canonical(dict(draft.values))}" for draft in made)
    return sha256(text.encode()).hexdigest()
