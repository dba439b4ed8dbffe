"""How offices set the rules: on or off, and with which figure, from which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, require, rows
from registry.codes import Capability
from registry.consistency.catalog import RULES
from registry.consistency.checking import UNCHANGED, Setting, Settings
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.tables import ConsistencySetting, RegionClosure


async def settings_on(day: date) -> Settings:
    """Return how the rules are set on a day in every region: the setting nearest above a region holds."""
    stored = await rows(SYSTEM, ConsistencySetting).filter(in_force(day)).order_by("id")
    known = [each for each in stored if each.rule in RULES]
    if not known:
        return UNCHANGED
    below = await _below({each.region_id for each in known if each.region_id is not None})
    by_rule: defaultdict[str, dict[str | None, Setting]] = defaultdict(dict)
    for rule in {each.rule for each in known}:
        own = {each.region_id: _setting(each) for each in known if each.rule == rule}
        if None in own:
            by_rule[rule][None] = own[None]
        depths: dict[UUID, int] = {}
        for region, above, depth in below:
            if above in own and depth < depths.get(region, 1_000):
                depths[region] = depth
                by_rule[rule][str(region)] = own[above]
    return Settings(dict(by_rule))


def _setting(stored: ConsistencySetting) -> Setting:
    """Return what a stored setting says: None where the rule is off."""
    if not stored.enabled:
        return None
    own = RULES[stored.rule].threshold or 0
    return own if stored.threshold is None else stored.threshold


async def _below(regions: Iterable[UUID]) -> list[tuple[UUID, UUID, int]]:
    """Return (region, region above it, how far above) for everything below some regions, themselves too."""
    pairs = await RegionClosure.filter(ancestor_id__in=list(regions)).order_by("id")
    return [(pair.descendant_id, pair.ancestor_id, pair.depth) for pair in pairs]


async def set_rule(
    viewer: Viewer,
    act: Act,
    region_id: UUID | None,
    rule: str,
    *,
    enabled: bool,
    threshold: int | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> ConsistencySetting:
    """
    Store how a rule is set for a region and everything below it, from the day of the act on.

    Parameters
    ----------
    viewer, act
        Who sets it, and why.
    region_id
        The office's region; None for everywhere (only by who administers everything).
    rule
        Code of the rule.
    enabled
        False turns the rule off there.
    threshold
        The office's own figure, in the rule's unit; None for the rule's.
    note
        Why the office differs, up to 300 characters.
    expected_version
        Version of the region's setting the caller has seen; None when there is none yet.

    Raises
    ------
    NotFound, AccessDenied
        The region is out of reach, or the viewer does not administer it.
    InvalidValue
        There is no such rule, or it has no figure to set, or the figure is negative.
    StaleVersion
        The setting was changed, or made, since the caller read it.

    """
    await _check_right(viewer, region_id)
    _check_figure(rule, threshold)
    stored = await ConsistencySetting.get_or_none(rule=rule, region_id=region_id, valid_to=None)
    actual = 0 if stored is None else stored.version
    if (expected_version or 0) != actual:
        raise StaleVersion(expected_version or 0, actual)
    async with changing(act) as change:
        if stored is not None:
            return await change.change(stored, enabled=enabled, threshold=threshold, note=note)
        made = ConsistencySetting(
            region_id=region_id,
            rule=rule,
            enabled=enabled,
            threshold=threshold,
            note=note,
            valid_from=day_of(act.at),
        )
        return await change.add(made)


async def _check_right(viewer: Viewer, region_id: UUID | None) -> None:
    """Refuse who does not administer the region; everywhere is administered by who has no bounds."""
    if region_id is not None:
        await require(viewer, Capability.ADMINISTER, region_id)
    elif not viewer.can(Capability.ADMINISTER):
        raise NotFound("region", None)
    elif viewer.scopes[Capability.ADMINISTER] is not None:
        raise AccessDenied(Capability.ADMINISTER, None)


def _check_figure(code: str, threshold: int | None) -> None:
    """Refuse an unknown rule, or a figure it cannot take."""
    rule = RULES.get(code)
    if rule is None:
        raise InvalidValue("rule", code, "no consistency rule has this code", rule_zh="没有此规则")
    if threshold is not None and (rule.threshold is None or threshold < 0):
        words = "this rule has no figure to set" if rule.threshold is None else "it must not be negative"
        raise InvalidValue("threshold", threshold, words, rule_zh="该规则没有可调数值，或数值为负")
