"""A team's rating as it is printed, and the sentences that explain it: why it is no better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from exercises.audit_pack.pack import LEVELS, AreaShown, District, MeasureShown, Said, TeamShown
from exercises.readiness.rating_teams import Rated
from registry.codes import EquipmentState
from registry.readiness.ratings import AreaRating, Rating, UnmatchedMember
from registry.readiness.records.overriding import raises
from registry.readiness.records.tracing import WHY
from registry.readiness.words import HALVED
from registry.tables import Region

DASH = "—"
#: So many people are named in a sentence; the workbook lists all of those behind each fraction.
NAMED = 6


def district(region: Region, found: Sequence[Rated], *, named: bool) -> District:
    """Return a region's teams as they are printed; people by pseudonym where `named`, else as counts."""
    teams = tuple(shown(each, named=named) for each in found)
    levels = Counter(each.shown for each in teams)
    return District(region.code, region.name, tuple(levels[level] for level in LEVELS), teams)


def shown(each: Rated, *, named: bool) -> TeamShown:
    """Return one team's rating as it is printed."""
    facts, rating = each.facts, each.rating
    measures = (measure for area in rating.areas for measure in area.measures)
    return TeamShown(
        code=facts.code,
        name=facts.name,
        category=(facts.category.zh, facts.category.en),
        shown=shown_level(each),
        computed=rating.shown,
        areas=tuple(_area(area) for area in rating.areas),
        measures=tuple(
            MeasureShown(m.measure.value, f"{m.numerator}/{m.denominator}", m.shown, m.level, m.missing)
            for m in measures
        ),
        sentences=tuple(sentences(each, named=named)),
    )


def shown_level(each: Rated) -> str:
    """Return the level people are told: the computed one as it is printed, unless an override holds."""
    level = each.standing.shown
    return each.rating.shown if level == each.rating.level else str(level or DASH)


def _area(area: AreaRating) -> AreaShown:
    level = DASH if area.level is None else str(area.level)
    return AreaShown(area.area.value, level, area.data_age.value)


def sentences(each: Rated, *, named: bool) -> list[Said]:
    """Return why a team is rated so and no better: override, caps, warnings, and all that is lacking."""
    rating = each.rating
    return [
        *_override(each),
        *((cap.sentence_zh, cap.sentence) for cap in rating.caps),
        *rating.warnings,
        *_posts(rating),
        *_members(rating.unmatched_members, named=named),
        *_lines(rating),
        *_items(rating),
        *_credits(rating),
    ]


def _override(each: Rated) -> Iterable[Said]:
    """Say who sees another level than the records give, and until when."""
    row = each.standing.override
    if row is None:
        return
    until_zh = f"至{row.valid_to}前" if row.valid_to else "无期限"
    until = f"before {row.valid_to}" if row.valid_to else "without an end"
    way = ("上调", "raised") if raises(row) else ("下调", "lowered")
    yield (
        f"人工{way[0]}：计算为{each.rating.shown}级，显示为{shown_level(each)}级，{until_zh}。理由：{row.reason_given}",
        f"{way[1].capitalize()} by hand: computed {each.rating.shown}, shown {shown_level(each)},"
        f" {until}. Reason: {row.reason_given}",
    )


def _posts(rating: Rating) -> Iterable[Said]:
    empty = Counter((post.title, post.title_en, post.key) for post in rating.unmatched_posts)
    for (title, title_en, key), count in empty.items():
        yield (
            f"{count}个{'关键' if key else ''}岗位“{title}”无合格人员。",
            f"{count} {'key ' if key else ''}post{'s' * (count > 1)} “{title_en}” without a qualified"
            " member.",
        )


def _members(idle: Sequence[UnmatchedMember], *, named: bool) -> Iterable[Said]:
    for why in dict.fromkeys(each.why for each in idle):
        people = [each.reference for each in idle if each.why is why]
        zh, en = WHY[why]
        more = "…" if len(people) > NAMED else ""
        who = f"（{'、'.join(people[:NAMED])}{more}）" if named else ""
        whom = f" ({', '.join(people[:NAMED])}{more})" if named else ""
        many = "s" * (len(people) > 1)
        yield (
            f"{len(people)}名队员未匹配岗位：{zh}{who}。",
            f"{len(people)} member{many} without a post: {en}{whom}.",
        )


def _lines(rating: Rating) -> Iterable[Said]:
    for line in rating.lines:
        if (lacking := line.required - line.held) > 0:
            what = "关键装备" if line.key else "装备"
            yield (
                f"{what}“{line.kind}”缺{lacking}件（{line.held}/{line.required}）。",
                f"{lacking} {'key ' if line.key else ''}“{line.kind_en}” lacking"
                f" ({line.held} of {line.required}).",
            )


def _items(rating: Rating) -> Iterable[Said]:
    english = {line.kind: line.kind_en for line in rating.lines}
    failing: Counter[tuple[str, str, str]] = Counter()
    for item in rating.failing_items:
        failing[item.kind, item.why, item.state] += item.quantity
    for (kind, why, state), count in failing.items():
        zh, en = next(words for each, words in WHY.items() if each == why)
        now = EquipmentState(state)
        yield (
            f"“{kind}”{count}件{zh}（{now.zh}）。",
            f"{count} “{english.get(kind, kind)}” {en} ({now.en}).",
        )


def _credits(rating: Rating) -> Iterable[Said]:
    for each in rating.credits:
        if each.credit == 1:
            continue
        last = each.held_on.isoformat() if each.held_on else None
        halved = HALVED[each.halved_for] if each.halved_for else None
        zh = f"{last}的一次计入" if last else "无计入的实施"
        en = f"counting that of {last}" if last else "nothing counts"
        if halved:
            zh, en = f"{zh}，{halved[0]}", f"{en}, {halved[1]}"
        yield (
            f"“{each.name}”学分{quarters(each.credit)}：{zh}。",
            f"Credit of “{each.name_en}” {quarters(each.credit)}: {en}.",
        )


def quarters(credit: Fraction) -> str:
    """Return credit as it is printed: 1, ½, ¼ or 0."""
    return {Fraction(1, 2): "½", Fraction(1, 4): "¼"}.get(credit, str(credit))
