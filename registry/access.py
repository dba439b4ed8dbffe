"""
The gate: who may see and do what, and the only way to read a scoped table.

A `Viewer` holds, for each capability, the regions it was granted over; each grant reaches the whole
subtree. `rows` and `one` add that scope to a query; what lies outside answers like what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry.codes import Capability
from registry.errors import AccessDenied, NotFound
from registry.history import day_of
from registry.periods import in_force
from registry.roles import CAPABILITIES
from registry.scopes import SCOPES, Public, Scope, register_scope
from registry.tables import Grant, Principal, Record, Region, RegionClosure
from registry.tokens import issue_token, valid_token

__all__ = [
    "SYSTEM",
    "Public",
    "Scope",
    "Viewer",
    "authenticate",
    "issue_token",
    "masked",
    "narrowed",
    "one",
    "reaches",
    "register_scope",
    "require",
    "require_any",
    "rows",
    "viewer_of",
]

R = TypeVar("R", bound=Record)
Roots = frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """
    A principal with what it may do today.

    `scopes` maps each capability it has to the regions granted (their subtrees are meant), or to None
    for everywhere. `personal_regions` is the expanded set of regions whose personal data it may see.
    """

    principal_id: UUID
    login: str
    name: str
    scopes: Mapping[Capability, Roots]
    personal_regions: Roots = frozenset()

    def can(self, capability: Capability) -> bool:
        """Tell whether the viewer has the capability anywhere at all."""
        return capability in self.scopes


SYSTEM = Viewer(
    uuid5(NAMESPACE_URL, "muster:principal:system"), "system", "系统", dict.fromkeys(Capability), None
)
"""Everywhere, every capability: for seeds and durable runs, never for a request."""


async def viewer_of(principal_id: UUID, *, on: date) -> Viewer:
    """
    Return a principal with what its grants let it do on a day.

    Raises
    ------
    NotFound
        The principal is unknown or disabled.

    """
    principal = await Principal.get_or_none(id=principal_id, disabled=False)
    if principal is None:
        raise NotFound(Principal.table_name(), principal_id)
    grants = await Grant.filter(in_force(on), principal_id=principal_id)
    scopes: dict[Capability, frozenset[UUID]] = {}
    for grant in grants:
        for capability in CAPABILITIES[grant.role]:
            scopes[capability] = scopes.get(capability, frozenset()) | {grant.region_id}
    personal = await _expanded(scopes.get(Capability.READ_PERSONAL, frozenset()))
    return Viewer(principal.id, principal.login, principal.name, scopes, personal)


async def authenticate(token: str, *, at: datetime, purpose: str = "api") -> Viewer | None:
    """
    Return whom a bearer token stands for at a moment, or None when it is not taken.

    Unknown, expired, of another purpose, of a disabled principal: the answer is the same. A token
    with a region narrows every capability to that subtree; a calendar token only reads.
    """
    stored = await valid_token(token, at=at, purpose=purpose)
    if stored is None:
        return None
    viewer = await viewer_of(stored.principal_id, on=day_of(at))
    if purpose != "api":
        readable = {Capability.READ: viewer.scopes[Capability.READ]} if viewer.can(Capability.READ) else {}
        viewer = Viewer(viewer.principal_id, viewer.login, viewer.name, readable)
    if stored.region_id is None:
        return viewer
    return await narrowed(viewer, dict.fromkeys(Capability, frozenset({stored.region_id})))


async def narrowed(viewer: Viewer, reach: Mapping[Capability, Roots]) -> Viewer:
    """Return the viewer cut down to where `reach` goes too; a capability it does not name is gone."""
    named = [roots for scopes in (viewer.scopes, reach) for roots in scopes.values() if roots is not None]
    ids = list(frozenset[UUID]().union(*named))
    closure = RegionClosure.filter(ancestor_id__in=ids, descendant_id__in=ids)
    pairs: Any = await closure.values_list("ancestor_id", "descendant_id")
    scopes: dict[Capability, Roots] = {}
    for capability in viewer.scopes.keys() & reach.keys():
        kept = _shared(viewer.scopes[capability], reach[capability], pairs)
        if kept is None or kept:
            scopes[capability] = kept
    own = scopes.get(Capability.READ_PERSONAL, frozenset())
    personal = None if own is None else await _expanded(own)
    return Viewer(viewer.principal_id, viewer.login, viewer.name, scopes, personal)


def _shared(one: Roots, other: Roots, pairs: Iterable[tuple[UUID, UUID]]) -> Roots:
    """Return the roots of what lies below some of both; `pairs` are those of the closure among them."""
    if one is None or other is None:
        return other if one is None else one
    return frozenset(
        low for high, low in pairs if (low in one and high in other) or (low in other and high in one)
    )


async def _expanded(roots: Iterable[UUID]) -> frozenset[UUID]:
    """Return the ids of regions and everything below them."""
    found = await RegionClosure.filter(ancestor_id__in=list(roots)).values_list("descendant_id", flat=True)
    return frozenset(found)  # type: ignore[arg-type]  # values_list is not typed by column


def rows(viewer: Viewer, table: type[R], capability: Capability = Capability.READ) -> QuerySet[R]:
    """
    Return the query of a table's rows that lie where the viewer has the capability.

    This is the only way to read a scoped table. A public table is read by anyone who may read at all.

    Raises
    ------
    KeyError
        The table has no scope: nobody has said how it hangs on regions.

    """
    scope = SCOPES[table]
    if not viewer.can(capability):
        return table.filter(id__isnull=True)
    roots = viewer.scopes[capability]
    if roots is None or isinstance(scope, Public):
        return table.filter()  # `all` would bind it to the connection outside a transaction begun later
    return table.filter(_condition(table, scope, roots, capability))


def _condition(table: type[Record], scope: Scope, roots: frozenset[UUID], capability: Capability) -> Q:
    """Return the condition that a row belongs to the subtrees of some regions."""
    reading = capability is Capability.READ
    below = RegionClosure.filter(ancestor_id__in=list(roots)).values("descendant_id")
    wanted = [_within(table, path, below) for path in (scope.paths if reading else scope.paths[:1])]
    if reading and scope.inherited:
        above = RegionClosure.filter(descendant_id__in=list(roots)).values("ancestor_id")
        wanted.append(_within(table, scope.paths[0], above))
    if reading and scope.null_is_public:
        wanted.append(_q(f"{scope.paths[0]}__isnull", True))
    return Q(*wanted, join_type=Q.OR)


def _within(table: type[Record], path: str, regions: Any) -> Q:
    """Return the condition that a path ends in one of some regions, without multiplying the rows."""
    condition = _q(f"{path}__in", Subquery(regions))
    return Q(id__in=Subquery(table.filter(condition).values("id"))) if table.has_many(path) else condition


def _q(name: str, value: Any) -> Q:
    """Return the condition with a computed name."""
    conditions: dict[str, Any] = {name: value}
    return Q(**conditions)


async def one(viewer: Viewer, table: type[R], id: UUID, capability: Capability = Capability.READ) -> R:  # noqa: A002 -- the key is called id everywhere
    """
    Return one row the viewer may see.

    Raises
    ------
    NotFound
        There is no such row, or it lies out of the viewer's reach: the answer is the same.
    AccessDenied
        The viewer sees the row but lacks the capability there.

    """
    row = await rows(viewer, table, capability).get_or_none(id=id)
    if row is not None:
        return row
    if capability is not Capability.READ:
        await one(viewer, table, id)
        raise AccessDenied(capability, id)
    raise NotFound(table.table_name(), id)


async def require(viewer: Viewer, capability: Capability, region_id: UUID) -> None:
    """
    Return if the viewer has the capability in a region.

    Raises
    ------
    NotFound
        The viewer cannot even see the region, or there is none.
    AccessDenied
        It sees the region but lacks the capability there.

    """
    await one(viewer, Region, region_id, capability)


async def reaches(viewer: Viewer, capabilities: Sequence[Capability], region_id: UUID) -> bool:
    """Tell whether the viewer has at least one of some capabilities in a region."""
    for capability in capabilities:
        if await rows(viewer, Region, capability).filter(id=region_id).exists():
            return True
    return False


async def require_any(viewer: Viewer, capabilities: Sequence[Capability], region_id: UUID) -> None:
    """Return if the viewer has one of some capabilities in a region; raises as `require` of the first."""
    if not await reaches(viewer, capabilities, region_id):
        await require(viewer, capabilities[0], region_id)


def masked(viewer: Viewer, region_id: UUID) -> bool:
    """Tell whether personal data (`Person.sealed`) of a region must be hidden from the viewer."""
    return viewer.personal_regions is not None and region_id not in viewer.personal_regions
