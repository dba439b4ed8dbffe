"""What is refused of a record of an exercise: days to come, strangers, more people than there are, favors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from exercises.conduct.drafts import (
    NEEDS_REASON,
    THERE,
    AttendanceDraft,
    ExecutionDraft,
    LinkDraft,
    PartDraft,
)
from exercises.tables import Execution, ExecutionTeam
from registry.access import SYSTEM, Viewer, require, rows
from registry.codes import Capability
from registry.dated import past_day
from registry.errors import InvalidValue, NotFound
from registry.history import Act, day_of
from registry.periods import reaching
from registry.tables import Membership, Region, Team

#: Either right records what was held: planners run the year, registrars keep the books. Assumed.
RECORDERS = (Capability.PLAN, Capability.WRITE_REGISTRY)
LONGEST_NOTE = 300
SLOWEST_LINK_SECONDS = 86_400
QUALITIES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Serving:
    """A team with those who served in it on the days of an exercise: person id to (reference, name)."""

    team: Team
    served: Mapping[UUID, tuple[str, str]]

    @property
    def strength(self) -> int:
        """Return the most persons it can come with: as authorized, or as served if more."""
        return max(self.team.authorized_strength, len(self.served))


def refused(field: str, value: object, rule: str, rule_zh: str) -> InvalidValue:
    """Return the refusal of a value in both languages."""
    return InvalidValue(field, value, rule, rule_zh=rule_zh)


async def require_recorder(viewer: Viewer, regions: Iterable[UUID]) -> None:
    """
    Return if the viewer may plan or register in every one of some regions.

    Raises
    ------
    NotFound, AccessDenied
        It does not see one of them, or may do neither there.

    """
    left = set(regions)
    for capability in RECORDERS:
        found: Any = rows(viewer, Region, capability).filter(id__in=list(left)).values_list("id", flat=True)
        left -= set(await found)
    for region_id in sorted(left, key=str):
        await require(viewer, Capability.WRITE_REGISTRY, region_id)


def check_days(draft: ExecutionDraft, act: Act) -> None:
    """Refuse days and times that have not come, or that do not follow each other."""
    first, last = draft.first_day, draft.last_day
    if last < first:
        raise refused("last_day", last.isoformat(), f"it lies before {first}", f"早于首日 {first}")
    past_day("last_day", last, day_of(act.at))
    for field, at in (("begun_at", draft.begun_at), ("ended_at", draft.ended_at)):
        if at is not None:
            _check_time(field, at, draft, act)
    if draft.begun_at and draft.ended_at and draft.ended_at <= draft.begun_at:
        told = draft.ended_at.isoformat()
        raise refused("ended_at", told, "it must be after the beginning", "应晚于开始时间")


def _check_time(field: str, at: datetime, draft: ExecutionDraft, act: Act) -> None:
    told = at.isoformat()
    if at.tzinfo is None:
        raise refused(field, told, "it needs its zone", "应带时区")
    if not draft.first_day <= day_of(at) <= draft.last_day:
        raise refused(field, told, "it lies outside the days of the exercise", "不在演练日期之内")
    if at > act.at:
        raise refused(field, told, "it has not come yet", "时间尚未到来")


async def serving_in(viewer: Viewer, draft: ExecutionDraft) -> dict[UUID, Serving]:
    """
    Return the teams of a draft with who served in each on its days, by team id; two statements.

    Raises
    ------
    NotFound
        A team is unknown or out of reach.
    InvalidValue
        No team takes part, or one is named twice.

    """
    ids = [part.team_id for part in draft.parts]
    if not ids:
        raise refused("parts", 0, "at least one team takes part", "至少一支队伍参加")
    teams = {team.id: team for team in await rows(viewer, Team).filter(id__in=ids)}
    for id_ in ids:
        if id_ not in teams:
            raise NotFound(Team.table_name(), id_)
        if ids.count(id_) > 1:
            raise refused("team_id", teams[id_].code, "the team is named twice", "队伍重复")
    served = await served_in(viewer, ids, draft.first_day, draft.last_day)
    return {id_: Serving(teams[id_], served.get(id_, {})) for id_ in ids}


async def served_in(
    viewer: Viewer, team_ids: Sequence[UUID], first: date, last: date
) -> dict[UUID, dict[UUID, tuple[str, str]]]:
    """Return who served in some teams on any of some days: team, then person to (reference, name)."""
    listed = rows(viewer, Membership).filter(reaching(first), team_id__in=team_ids, valid_from__lte=last)
    found: Any = await listed.order_by("person__reference").values_list(
        "team_id", "person_id", "person__reference", "person__name"
    )
    served: dict[UUID, dict[UUID, tuple[str, str]]] = {}
    for team_id, person_id, reference, name in found:
        served.setdefault(team_id, {})[person_id] = (reference, name)
    return served


def check_part(part: PartDraft, serving: Serving, draft: ExecutionDraft) -> None:
    """Refuse a part that cannot be true: see `check_attendance`, presence above strength, own evaluators."""
    team = serving.team
    if team.valid_from > draft.last_day or (team.valid_to or date.max) <= draft.first_day:
        raise refused("team_id", team.code, "there was no such team on those days", "当日没有此队伍")
    check_attendance(part.attendance, serving, draft.first_day, draft.last_day)
    if part.present_persons is None and not part.named:
        rule, rule_zh = f"say how many of {team.code} came, or who", f"应填写 {team.code} 到训人数或名单"
        raise refused("present_persons", None, rule, rule_zh)
    present = present_of(part, serving)
    if part.named and part.present_persons not in (None, present):
        rule, rule_zh = f"the names of {team.code} give {present}", f"{team.code} 名单为 {present} 人"
        raise refused("present_persons", part.present_persons, rule, rule_zh)
    if not 0 <= present <= serving.strength:
        rule = f"{team.code} has {serving.strength} persons"
        raise refused("present_persons", present, rule, f"{team.code} 共 {serving.strength} 人")
    _check_evaluator(part, serving)


def check_attendance(drafts: Sequence[AttendanceDraft], serving: Serving, first: date, last: date) -> None:
    """Refuse strangers, persons named twice, absences without reason and arrivals on other days."""
    seen: set[UUID] = set()
    for number, each in enumerate(drafts, start=1):
        if each.person_id not in serving.served:
            rule = f"the person at this place served in {serving.team.code} on none of the days"
            raise refused("person_id", number, rule, f"该序号人员当日不是 {serving.team.code} 成员")
        reference = serving.served[each.person_id][0]
        if each.person_id in seen:
            raise refused("person_id", reference, "the person is named twice", "人员重复")
        seen.add(each.person_id)
        _check_one(each, reference, first, last)


def _check_one(each: AttendanceDraft, reference: str, first: date, last: date) -> None:
    note = each.note.strip()
    if each.status in NEEDS_REASON and not note:
        raise refused("note", reference, f"{each.status.en} needs a reason", f"“{each.status.zh}”须说明原因")
    if len(note) > LONGEST_NOTE:
        raise refused("note", reference, f"at most {LONGEST_NOTE} characters", f"至多 {LONGEST_NOTE} 字")
    if each.arrived_at is None:
        return
    told = each.arrived_at.isoformat()
    if each.status not in THERE:
        raise refused("arrived_at", told, f"{reference} was not there", f"{reference} 未到训")
    if each.arrived_at.tzinfo is None or not first <= day_of(each.arrived_at) <= last:
        raise refused("arrived_at", told, "it lies outside the days of the exercise", "不在演练日期之内")


def _check_evaluator(part: PartDraft, serving: Serving) -> None:
    """Refuse an outside evaluator who is nobody, or who is of the team itself."""
    told = part.evaluator.strip()
    if len(told) > 120:
        raise refused("evaluator", told[:40], "at most 120 characters", "至多 120 字")
    if not part.evaluator_external:
        return
    if not told:
        raise refused("evaluator", told, "an evaluator from outside is named", "外部评估须注明评估人")
    team = serving.team
    own = {team.name, team.code, *(word for words in serving.served.values() for word in words)}
    if _plain(told) in {_plain(each) for each in own}:
        rule = f"it is of {team.code} itself, not from outside"
        raise refused("evaluator", told, rule, f"属于 {team.code} 本队，不是外部评估")


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def present_of(part: PartDraft, serving: Serving) -> int:
    """Return how many of a team came: by the names where names are given, else the number."""
    if not part.named:
        return part.present_persons or 0
    there = sum(each.status in THERE for each in part.attendance)
    return there + (len(serving.served) - len(part.attendance) if part.others_present else 0)


async def check_new(viewer: Viewer, held: Execution, teams: Mapping[UUID, Serving]) -> None:
    """
    Refuse a part that stands already: one exercise of a kind a day for each team (assumed).

    Raises
    ------
    InvalidValue
        A team has a part in another execution of the kind on one of the days.

    """
    standing = await rows(viewer, ExecutionTeam).filter(
        team_id__in=list(teams),
        execution__kind=held.kind,
        execution__first_day__lte=held.last_day,
        execution__last_day__gte=held.first_day,
    )
    other = next((each for each in standing if each.execution_id != held.id), None)
    if other is not None:
        code = teams[other.team_id].team.code
        rule = f"{code} has a record of {held.kind.en} on these days already"
        raise refused("team_id", code, rule, f"{code} 在这些日期已有“{held.kind.zh}”记录")


async def check_links(viewer: Viewer, links: Sequence[LinkDraft]) -> dict[str, UUID]:
    """
    Return the regions of tested links by code; their codes are public facts, so any region may be linked to.

    Raises
    ------
    NotFound
        A code is unknown, or neither end of a link is within the viewer's reach.
    InvalidValue
        Both ends are one, a link is told twice, or its figures do not fit.

    """
    codes = {code for link in links for code in (link.from_region, link.to_region)}
    known: Any = await rows(SYSTEM, Region).filter(code__in=list(codes)).values_list("code", "id")
    regions: dict[str, UUID] = dict(known)
    reach: Any = rows(viewer, Region).filter(code__in=list(codes)).values_list("code", flat=True)
    near = set(await reach)
    seen: set[tuple[str, str, str]] = set()
    for link in links:
        for code in (link.from_region, link.to_region):
            if code not in regions or not near & {link.from_region, link.to_region}:
                raise NotFound(Region.table_name(), code)
        if key(link) in seen:
            raise refused("to_region", link.to_region, "the link is told twice", "通联记录重复")
        seen.add(key(link))
        _check_link(link)
    return regions


def key(link: LinkDraft) -> tuple[str, str, str]:
    """Return what tells one tested link of an execution from the others."""
    return link.from_region, link.to_region, link.means.value


def _check_link(link: LinkDraft) -> None:
    if link.from_region == link.to_region:
        raise refused("to_region", link.to_region, "a link has two ends", "通联双方不得相同")
    told = (("setup_seconds", link.setup_seconds), ("quality", link.quality))
    for field, value in told:
        if value is not None and not link.success:
            raise refused(field, value, "a link that did not stand has none", "未通联不填此项")
    if link.setup_seconds is not None and not 0 <= link.setup_seconds <= SLOWEST_LINK_SECONDS:
        raise refused("setup_seconds", link.setup_seconds, "0 to 86,400 seconds", "0 至 86400 秒")
    if link.quality is not None and link.quality not in QUALITIES:
        raise refused("quality", link.quality, "1 to 5", "1 至 5")
