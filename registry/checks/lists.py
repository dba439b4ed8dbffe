"""Check lists: what is asked of one kind of object; a new edition replaces a list, nothing is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.checks.objects import CheckedObject
from registry.codes import Capability, FindingSeverity, InspectionObject
from registry.dated import end, filled
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import Period
from registry.tables import CheckItem, CheckList, RegionClosure

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item: its words (1 to 200 characters), what it rests on, how grave it is when not met."""

    text: str
    text_en: str
    severity: FindingSeverity
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckListDraft:
    """A list of 1 to 200 items for a region and everything below it, from a day on (today if None)."""

    region_id: UUID
    code: str
    object_kind: InspectionObject
    title: str
    title_en: str
    items: Sequence[ItemDraft]
    from_day: date | None = None


async def write_check_list(
    viewer: Viewer, act: Act, draft: CheckListDraft, *, expected_version: int | None = None
) -> CheckList:
    """
    Store a check list; the region's list of that code ends the day before and stays as it was.

    `expected_version` is that of the list it replaces, None when there is none. Checks that were planned by
    the list before go on by it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region, or may not audit there.
    StaleVersion
        The list it replaces was changed or written since; an absent one counts as version 0.
    InvalidValue
        There is no item or too many, something is blank, the kind of object differs from that of the list
        it replaces, or the first day is past or not after that list's.

    """
    await require(viewer, Capability.AUDIT, draft.region_id)
    code, today = filled("code", draft.code), day_of(act.at)
    own = rows(viewer, CheckList).filter(region_id=draft.region_id, code=code)
    before = await own.order_by("-edition").first()
    actual = before.version if before is not None else 0
    if (expected_version or 0) != actual:
        raise StaleVersion(expected_version or 0, actual)
    first_day = draft.from_day or today
    _check(draft, before, first_day, today)
    latest = await rows(SYSTEM, CheckList).filter(code=code).order_by("-edition").first()
    made = CheckList(
        region_id=draft.region_id,
        code=code,
        edition=1 if latest is None else latest.edition + 1,
        object_kind=draft.object_kind,
        title=filled("title", draft.title),
        title_en=filled("title_en", draft.title_en),
        valid_from=first_day,
    )
    async with changing(act) as change:
        if before is not None and before.valid_to is None:
            await end(change, before, first_day)
        await change.add(made)
        await change.add_all(_items(made, draft.items))
    return made


def _items(made: CheckList, drafts: Sequence[ItemDraft]) -> list[CheckItem]:
    """Return the items of a list, numbered from 1."""
    return [
        CheckItem(
            check_list_id=made.id,
            ordinal=ordinal,
            text=filled("text", item.text),
            text_en=filled("text_en", item.text_en),
            basis=item.basis.strip(),
            severity=item.severity,
            valid_from=made.valid_from,
        )
        for ordinal, item in enumerate(drafts, start=1)
    ]


def _check(draft: CheckListDraft, before: CheckList | None, first_day: date, today: date) -> None:
    """Refuse a list that asks nothing or too much, or that cannot follow the one before."""
    if not 1 <= len(draft.items) <= MOST_ITEMS:
        raise InvalidValue(
            "items", len(draft.items), f"1 to {MOST_ITEMS} items", rule_zh=f"应有 1 至 {MOST_ITEMS} 项"
        )
    if first_day < today:
        raise InvalidValue("from_day", first_day.isoformat(), "it has passed", rule_zh="生效日不得早于今日")
    if before is None:
        return
    if before.object_kind is not draft.object_kind:
        rule = f"the list is about a {before.object_kind.en}"
        raise InvalidValue("object_kind", draft.object_kind.value, rule, rule_zh="检查对象类别不得改变")
    if first_day <= before.valid_from:
        rule = f"after {before.valid_from.isoformat()}"
        raise InvalidValue("from_day", first_day.isoformat(), rule, rule_zh="应晚于上一版生效日")


async def list_for(viewer: Viewer, list_id: UUID, subject: CheckedObject, on: date) -> CheckList:
    """
    Return a check list that may be used for an object on a day.

    Raises
    ------
    NotFound
        The viewer does not see the list.
    InvalidValue
        It is about another kind of object, not in force on that day, or of a region the object is not in.

    """
    found = await one(viewer, CheckList, list_id)
    above = RegionClosure.filter(descendant_id=subject.region_id, ancestor_id=found.region_id)
    named = f"{found.code}/{found.edition}"
    if found.object_kind is not subject.kind:
        rule, rule_zh = f"it is about a {found.object_kind.en}", f"该检查单用于{found.object_kind.zh}"
    elif not Period(found.valid_from, found.valid_to).contains(on):
        rule, rule_zh = f"it is not in force on {on.isoformat()}", f"该检查单在 {on.isoformat()} 未生效"
    elif found.region_id is not None and not await above.exists():
        rule, rule_zh = "it holds in another region", "该检查单不适用于检查对象所在区域"
    else:
        return found
    raise InvalidValue("check_list_id", named, rule, rule_zh=rule_zh)
