"""Every rule has its module, its code, its sentences, and a test with both cases."""

import inspect
import re
from importlib import import_module

import pytest

from scheduling.booked import Booked
from scheduling.rules import RULES, Rule


def module_of(rule: Rule) -> str:
    return type(rule).__module__.rpartition(".")[2]


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_rule_has_a_feasible_and_an_infeasible_case(rule: Rule) -> None:
    cases = import_module(f"tests.scheduling.rules.test_{module_of(rule)}")

    assert cases.FEASIBLE.broken() == set()
    assert cases.INFEASIBLE.broken() == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_rule_speaks_both_languages(rule: Rule) -> None:
    zh, en = rule.sentence

    assert re.search("[\u4e00-\u9fff]", zh)
    assert en.isascii()
    assert rule.source
    assert inspect.getdoc(type(rule))
    assert rule.code == rule.code.lower()


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_violation_names_its_event_in_both_sentences(rule: Rule) -> None:
    cases = import_module(f"tests.scheduling.rules.test_{module_of(rule)}")
    found = rule.check(Booked(cases.INFEASIBLE.problem, cases.INFEASIBLE.plan))

    assert found
    for violation in found:
        assert violation.events
        assert violation.zh
        assert violation.en
        assert violation.rule == rule.code


def test_codes_are_unique_and_each_module_holds_one_rule() -> None:
    assert len({rule.code for rule in RULES}) == len({module_of(rule) for rule in RULES}) == len(RULES)
