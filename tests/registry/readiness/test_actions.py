"""What lifts a rating: the smallest actions of the worked example, and what holds of all of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes import ActionKind, CapKind, ReadinessArea, TeamState
from registry.readiness.facts import Requirements
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.actions import Action, actions
from registry.readiness.what_if.edits import Edit, ExerciseHeld, GrantsRenewed, MembersJoin, apply
from registry.readiness.what_if.item_edits import ItemsAcquired, ItemsInspected, ItemsIssued, ItemsRepaired
from tests.registry.readiness.factories import DAY, chance_facts, worked_example

RULES = RatingRules.of({})
NAMES = {"PUMP": ("水泵操作", "pump operator")}


def test_actions_of_the_worked_example_are_the_smallest_of_each_area_and_all_of_them_together() -> None:
    found = actions(worked_example(), DAY, RULES, names=NAMES)

    together, *single = found
    assert together == Action(
        ActionKind.TOGETHER,
        together.edits,
        60,
        "Repair 1 generator, recruit 2 members qualified as pump operator, recruit 1 member qualified as "
        "COMMAND, hold the turn out, hold the assessment and acquire 1 pump.",
        "修复1件“发电机”；新增2名持“水泵操作”资格的队员；新增1名持“COMMAND”资格的队员；"
        "组织“拉动训练”；组织“年度考核”；补充1件“水泵”。",
        None,
        None,
        None,
        1,
        lifts=True,
    )
    area, kind = ReadinessArea, ActionKind
    assert [(each.kind, each.edits, each.days, each.area, each.cap, each.area_level) for each in single] == [
        (kind.REPAIR, (ItemsRepaired("发电机", 1),), 14, area.SERVICEABILITY, None, 1),
        (kind.HOLD, (ExerciseHeld("assessment", DAY),), 30, area.TRAINING, None, 1),
        (kind.HOLD, (ExerciseHeld("turn_out", DAY),), 30, None, CapKind.TURN_OUT, None),
        (kind.RECRUIT, (MembersJoin(1, "COMMAND"), MembersJoin(2, "PUMP")), 30, area.PEOPLE, None, 1),
        (kind.ACQUIRE, (ItemsAcquired("水泵", 1),), 60, area.EQUIPMENT, None, 1),
    ]
    assert {(each.level, each.lifts) for each in single} == {(2, False)}


def test_renewing_comes_before_recruiting_where_it_is_enough() -> None:
    facts = worked_example()
    task, required = next(iter(facts.requirements.items()))
    # nobody is on leave and nothing else is asked: 29 of 39 posts matched, three certificates lapsed
    short = replace(
        facts,
        members=tuple(replace(each, away=()) for each in facts.members if each.person != "person-31"),
        requirements={task: Requirements(required.posts[:4] + required.posts[5:], ())},
        training=(),
        held=tuple(replace(each, on=DAY) for each in facts.held),
    )
    short = replace(short, members=tuple(each for each in short.members if each.person != "person-30"))

    found = actions(short, DAY, RULES)

    assert [(each.kind, each.sentence, each.level) for each in found] == [
        (ActionKind.RENEW, "Renew 1 certificate of PUMP.", 2),
        (ActionKind.RECRUIT, "Recruit 1 member qualified as PUMP.", 2),
    ]
    assert found[0].edits == (GrantsRenewed(frozenset({"person-32"}), "PUMP"),)


def test_team_at_the_best_level_or_not_rated_needs_no_action() -> None:
    best = apply(worked_example(), actions(worked_example(), DAY, RULES)[0].edits, DAY)

    assert rate(best, DAY, RULES).level == 1
    assert actions(best, DAY, RULES) == ()
    assert actions(replace(worked_example(), state=TeamState.REORGANIZING), DAY, RULES) == ()
    assert actions(replace(worked_example(), state=TeamState.FORMING), DAY, RULES) == ()


def _less(edit: Edit) -> list[Edit]:
    """Return an edit with one unit fewer, nothing where there is only one."""
    if isinstance(edit, GrantsRenewed):
        left = frozenset(sorted(edit.persons)[1:])
        return [replace(edit, persons=left)] if left else []
    if isinstance(edit, MembersJoin | ItemsAcquired | ItemsInspected | ItemsIssued | ItemsRepaired):
        return [replace(edit, count=edit.count - 1)] if edit.count > 1 else []
    return []


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000))
def test_each_action_does_what_it_says_and_nothing_of_it_is_idle(seed: int) -> None:
    facts = chance_facts(seed)
    before = rate(facts, DAY, RULES)

    found = actions(facts, DAY, RULES)

    assert before.level is not None
    for each in found:
        after = rate(apply(facts, each.edits, DAY), DAY, RULES)
        assert (after.level, (after.level or 5) < before.level) == (each.level, each.lifts)
        if each.area is not None and each.cap is None:
            now = after.area(each.area)
            assert now is not None
            assert now.level == each.area_level
            assert (now.level or 5) < before.level
    assert [each.lifts for each in found] == sorted((each.lifts for each in found), reverse=True)
    for each in (each for each in found if each.kind is ActionKind.TOGETHER and each.lifts):
        for index, edit in enumerate(each.edits):
            fewer = (*each.edits[:index], *_less(edit), *each.edits[index + 1 :])
            assert rate(apply(facts, fewer, DAY), DAY, RULES).level == before.level
