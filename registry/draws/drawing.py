"""
The rules of a draw, pure: from a manifest and a seed to the objects drawn and their inspectors.

Nothing is relaxed on the way: an object for which too few inspectors are free of conflicts stays in the
result as undrawable, and a number that the pool cannot give stays short. Rules are assumed where the
published practice (lists, ratios, at least two inspectors, recusal) leaves them open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from registry.codes import DrawPool, Undrawable
from registry.draws.chance import pick

Manifest = Mapping[str, Any]
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object of the result; `inspectors` in the order assigned, none when `undrawable`."""

    ordinal: int
    object: str
    stratum: str
    inspectors: tuple[str, ...]
    undrawable: Undrawable | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the pool: objects in it, those that took part, and how many are drawn."""

    stratum: str
    pool: int
    eligible: int
    quota: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole result; `shortfall` counts the objects wanted that the pool could not give."""

    strata: tuple[Stratum, ...]
    shortfall: int
    drawn: tuple[Drawn, ...]


def draw(manifest: Manifest, seed: str) -> Drawing:
    """
    Draw the objects of a manifest, stratum by stratum in code-point order, and assign inspectors.

    Inspectors of an object: those without a conflict in the order of `pick(seed, "insp/" + object)`,
    fewest assignments first.
    """
    objects = _eligible(manifest, DrawPool.OBJECTS)
    strata = strata_of(manifest)
    order: list[Entry] = []
    for part in strata:
        members = {each["id"]: each for each in objects if each["stratum"] == part.stratum}
        order += [members[id_] for id_ in pick(seed, f"objects/{part.stratum}", members, part.quota)]
    wanted = manifest["plan"]["objects_wanted"]
    shortfall = 0 if wanted is None else max(0, wanted - len(order))
    return Drawing(strata, shortfall, _assigned(manifest, seed, order))


def strata_of(manifest: Manifest) -> tuple[Stratum, ...]:
    """Return the strata of a pool in code-point order, with how many each gives."""
    pool = Counter(each["stratum"] for each in manifest["objects"])
    eligible = Counter(each["stratum"] for each in _eligible(manifest, DrawPool.OBJECTS))
    shares = quotas(manifest["plan"], eligible)
    return tuple(Stratum(each, pool[each], eligible[each], shares.get(each, 0)) for each in sorted(pool))


def quotas(plan: Mapping[str, Any], sizes: Mapping[str, int]) -> dict[str, int]:
    """
    Return how many objects each stratum gives, at least one where it has any.

    With a ratio: the ratio of each stratum, rounded up. With a number: by Adams's method, one after the
    other to the stratum with most objects for each it gives already; equals by code point.
    """
    if plan["ratio_percent"] is not None:
        return {each: -(-plan["ratio_percent"] * size // 100) for each, size in sizes.items()}
    given = dict.fromkeys(sorted(sizes), 0)
    for _ in range(min(plan["objects_wanted"], sum(sizes.values()))):
        empty = [each for each, number in given.items() if number == 0]
        # `given` is in code-point order and max() keeps the first of equals
        chosen = empty[0] if empty else max(given, key=lambda each: Fraction(sizes[each], given[each]))
        given[chosen] += 1
    return given


def _assigned(manifest: Manifest, seed: str, order: Sequence[Entry]) -> tuple[Drawn, ...]:
    """Give each object its inspectors, in the order the objects were drawn."""
    plan = manifest["plan"]
    inspectors = _eligible(manifest, DrawPool.INSPECTORS)
    loads: Counter[str] = Counter()
    found: list[Drawn] = []
    for ordinal, each in enumerate(order, start=1):
        able = [i["id"] for i in inspectors if not in_conflict(i, each, local=plan["local_recusal"])]
        ranked = sorted(pick(seed, f"insp/{each['id']}", able, len(able)), key=lambda id_: loads[id_])
        chosen = tuple(ranked[: plan["inspectors_per_object"]])
        undrawable = None
        if len(chosen) < plan["inspectors_per_object"]:
            chosen, undrawable = (), Undrawable.TOO_FEW_INSPECTORS
        loads.update(chosen)
        found.append(Drawn(ordinal, each["id"], each["stratum"], chosen, undrawable))
    return tuple(found)


def in_conflict(inspector: Entry, thing: Entry, *, local: bool) -> bool:
    """
    Tell whether an inspector must stay away from an object.

    Same organization, a declared relation to one of its organizations, having inspected it last time;
    and, when `local`, serving in a region of its own line below that of the plan.
    """
    own = {inspector["organization"], *inspector["related"]}
    return (
        not own.isdisjoint(thing["organizations"])
        or inspector["id"] in thing["last_inspectors"]
        or (local and not set(inspector["regions"]).isdisjoint(thing["regions"]))
    )


def recently_inspected(objects: Iterable[Entry], recent_days: int, frozen_on: date) -> list[str]:
    """Return the ids of objects inspected fewer than `recent_days` days before the pool was frozen."""
    return [
        each["id"]
        for each in objects
        if each["last_inspected_on"] is not None
        and (frozen_on - date.fromisoformat(each["last_inspected_on"])).days < recent_days
    ]


def _eligible(manifest: Manifest, pool: DrawPool) -> list[Entry]:
    """Return the entries of a pool that no exclusion names."""
    out = {each["id"] for each in manifest["exclusions"] if each["pool"] == pool.value}
    return [each for each in manifest[pool.value] if each["id"] not in out]
