"""What speaks against completing a reorganization: all of it at once, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer
from registry.codes import DoubleService, MemberMove
from registry.errors import AlreadyAssigned, NotEligible
from registry.memberships import check_eligible, serves_already
from registry.reorganization.reading import Draft, reaches, read_draft, read_drafts
from registry.service import serves_outside
from registry.tables import Membership, Reorganization, ReorganizationMove


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason, as a sentence without a full stop."""

    en: str
    zh: str


async def objections(viewer: Viewer, reorganization: Reorganization, today: date) -> list[Objection]:
    """
    Return everything that speaks against completing a reorganization today; nothing when it may be.

    Asked for: a muster with a mark for every member of its day, a count of every lot, and moves that
    may be made: eligible people who are free, posts with one holder, days not in the future.
    """
    return judged(await read_draft(viewer, reorganization, today), today)


async def objections_each(
    viewer: Viewer, reorganizations: Sequence[Reorganization], today: date
) -> list[list[Objection]]:
    """Return what `objections` says of each of some reorganizations, in as many statements as of one."""
    return [judged(draft, today) for draft in await read_drafts(viewer, reorganizations, today)]


def judged(draft: Draft, today: date) -> list[Objection]:
    """Return what speaks against a draft."""
    joins = [found for move in draft.moves if move.kind is MemberMove.JOIN for found in _join(draft, move)]
    posts = [*_posts(draft, today), *_taken_early(draft)]
    return [*_muster(draft), *_counts(draft), *_days(draft, today), *joins, *posts]


def _muster(draft: Draft) -> Iterator[Objection]:
    """Say what is missing of the muster."""
    day = draft.reorganization.muster_on
    if day is None:
        yield Objection("the muster has not been held", "尚未点验")
        return
    called = [each for each in draft.members.values() if in_force(each, day)]
    missing = sorted(
        draft.people[each.person_id].reference for each in called if each.id not in draft.presences
    )
    if missing:
        names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        yield Objection(
            f"{len(missing)} members have no mark at the muster ({names})",
            f"{len(missing)} 名队员没有点验记录（{names}）",
        )


def _counts(draft: Draft) -> Iterator[Objection]:
    """Say which lots were not counted, or changed since."""
    counted = {each.item_id: each for each in draft.counts}
    missing = sorted(item.kind for item in draft.items.values() if item.id not in counted)
    if missing:
        yield Objection(
            f"{len(missing)} lots of equipment were not counted ({', '.join(missing[:5])})",
            f"{len(missing)} 批装备未清点（{'、'.join(missing[:5])}）",
        )
    for item_id, count in counted.items():
        item = draft.items.get(item_id)
        if item is None or item.quantity != count.recorded:
            kind = item.kind if item else str(item_id)
            yield Objection(f"the lot {kind} was changed since it was counted", f"装备“{kind}”清点后已有变动")


def _days(draft: Draft, today: date) -> Iterator[Objection]:
    """Say which moves lie on impossible days."""
    for move in draft.moves:
        who, day = name_of(draft, move), move.effective_on
        if day > today:
            yield Objection(f"{who} moves on {day}, which is still to come", f"{who} 的变动日 {day} 尚未到来")
        if move.membership_id is None:
            if day < draft.team.valid_from:
                yield Objection(f"{who} joins before the team exists", f"{who} 的入队日早于队伍成立日")
            continue
        membership = draft.members.get(move.membership_id)
        if membership is None or not in_force(membership, day) or membership.valid_from == day:
            yield Objection(
                f"{who} is no member on {day}, or only from that day", f"{who} 在 {day} 不是队员或当日才入队"
            )


def _join(draft: Draft, move: ReorganizationMove) -> Iterator[Objection]:
    """Say why a person may not join: the law, the militia or reserve, another team."""
    person, day = draft.people[_given(move.person_id)], move.effective_on
    try:
        check_eligible(person, day, move.special_expertise)
    except NotEligible as error:
        yield _said(error)
    outside = [each for each in draft.outside if each.person_id == person.id and reaches(each, day)]
    if outside and draft.rule is DoubleService.FORBIDDEN:
        yield _said(serves_outside(person, outside[0]))
    serving = [
        each
        for each in draft.serving
        if each.person_id == person.id
        and reaches(each, day)
        and (draft.rule is not DoubleService.TEAMS or each.team_id == draft.team.id)
    ]
    if serving:
        yield _said(serves_already(person, draft.codes.get(serving[0].team_id)))


def _said(error: NotEligible | AlreadyAssigned) -> Objection:
    """Return the words of a refusal without their full stop."""
    return Objection(str(error).rstrip("."), error.message_zh.rstrip("。"))


def _posts(draft: Draft, today: date) -> Iterator[Objection]:
    """Say which posts would have two holders afterwards."""
    held = Counter(post for post in posts_after(draft, today) if post is not None)
    for post_id, holders in sorted(held.items(), key=lambda pair: str(pair[0])):
        if holders > 1:
            post = draft.posts[post_id]
            yield Objection(
                f"post {post.ordinal} ({post.title_en}) would have {holders} holders",
                f"{post.ordinal} 号岗位（{post.title}）将有 {holders} 人",
            )


def _taken_early(draft: Draft) -> Iterator[Objection]:
    """Say which posts would be taken before their holder has left them."""
    moves = {move.membership_id: move for move in draft.moves if move.membership_id}
    for move in draft.moves:
        if move.post_id is None:
            continue
        for member in draft.members.values():
            own = moves.get(member.id)
            left = own.effective_on if own and _vacates(own, member) else member.valid_to
            held = member.post_id == move.post_id and member.id != move.membership_id
            if held and left is not None and left > move.effective_on:
                post, who = draft.posts[move.post_id], name_of(draft, move)
                yield Objection(
                    f"{who} takes post {post.ordinal} on {move.effective_on}, which is held until {left}",
                    f"{who} 于 {move.effective_on} 任 {post.ordinal} 号岗位，该岗位至 {left} 才空出",
                )


def _vacates(move: ReorganizationMove, member: Membership) -> bool:
    """Tell whether a member's move makes the post free."""
    return move.kind is MemberMove.LEAVE or move.post_id not in (None, member.post_id)


def posts_after(draft: Draft, today: date) -> list[UUID | None]:
    """Return the posts held by each member once the draft is applied; None for a member without one."""
    leaving = {move.membership_id for move in draft.moves if move.kind is MemberMove.LEAVE}
    changes = {move.membership_id: move for move in draft.moves if move.kind is MemberMove.CHANGE}
    staying = [
        changes[each.id].post_id or each.post_id if each.id in changes else each.post_id
        for each in draft.members.values()
        if each.id not in leaving and (each.valid_to is None or each.valid_to > today)
    ]
    return [*staying, *(move.post_id for move in draft.moves if move.kind is MemberMove.JOIN)]


def in_force(membership: Membership, day: date) -> bool:
    """Tell whether a membership holds on a day."""
    end: date | None = membership.valid_to
    return membership.valid_from <= day and (end is None or end > day)


def name_of(draft: Draft, move: ReorganizationMove) -> str:
    """Return the pseudonym of whom a move is about."""
    membership = draft.members.get(move.membership_id) if move.membership_id else None
    person_id = move.person_id or (membership.person_id if membership else None)
    person = draft.people.get(person_id) if person_id else None
    return person.reference if person else str(move.membership_id)


def words(found: Sequence[Objection]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the English and the Chinese sentences of objections."""
    return tuple(each.en for each in found), tuple(each.zh for each in found)


def _given(value: UUID | None) -> UUID:
    """Return an id that the table's checks guarantee."""
    if value is None:
        raise TypeError("a joining move names a person")
    return value
