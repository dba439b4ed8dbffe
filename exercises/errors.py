"""
What the training year refuses, with the facts as attributes.

    ExercisesError
     ├ TransitionRefused(kind, current, requested, allowed)   the plan, event or run is not in a state for it
     ├ PlanFrozen(year, number, state)                        the plan's events may not be changed any more
     ├ MoveRefused(violations)                                the new date breaks planning rules
     ├ RunInProgress(region, year)                            one solver run per region and year at a time
     ├ FourEyes(subject, person)                              who planned may not approve
     ├ LoadExceeded(team, days, limit_days)                   the syllabus asks more than a member may give
     ├ NothingToPlan(region, year)                            no rule, no team or no demand in force
     ├ UnknownYear(year)                                      no workday calendar can be given for the year
     └ InvalidNotice(row, value, rule)                        a row of an official notice cannot be read

`code` is the stable upper-case code; `str(error)` is one English sentence, `message_zh` the Chinese one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from registry.codes import Code
from scheduling.rules.rule import Violation


class ExercisesError(Exception):
    """Root of everything the training year raises on purpose."""

    code: ClassVar[str] = "EXERCISES_ERROR"

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return "训练年度操作被拒绝"


class TransitionRefused(ExercisesError):
    """A plan, event or run may not make the move from its state; `allowed` names the moves it may make."""

    code: ClassVar[str] = "TRANSITION_REFUSED"

    def __init__(self, kind: str, current: Code, requested: Code, allowed: Sequence[Code]) -> None:
        ways = ", ".join(state.en for state in allowed) or "none"
        super().__init__(
            f"A {kind.replace('_', ' ')} that is {current.en} cannot become {requested.en};"
            f" allowed from here: {ways}."
        )
        self.kind = kind
        self.current = current
        self.requested = requested
        self.allowed = tuple(allowed)

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        ways = "、".join(state.zh for state in self.allowed) or "无"
        return f"“{self.current.zh}”不能转为“{self.requested.zh}”；可转为：{ways}。"


class PlanFrozen(ExercisesError):
    """Events of a plan that is with the approver, approved, or closed may not be changed."""

    code: ClassVar[str] = "PLAN_FROZEN"

    def __init__(self, year: int, number: int, state: str) -> None:
        super().__init__(f"Version {number} of the {year} plan is {state}; its events may not be changed.")
        self.year = year
        self.number = number
        self.state = state

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"{self.year} 年计划第 {self.number} 版处于 {self.state} 状态，计划项不得变更。"


class MoveRefused(ExercisesError):
    """The new date breaks planning rules; each violation says which, in both languages."""

    code: ClassVar[str] = "MOVE_REFUSED"

    def __init__(self, violations: Sequence[Violation]) -> None:
        first = violations[0].en if violations else "the date is not possible"
        super().__init__(f"The event cannot be moved: {first}. Rules broken: {len(violations)}.")
        self.violations = tuple(violations)

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        first = self.violations[0].zh if self.violations else "该日期不可行"
        return f"计划项不能移动：{first}。共违反 {len(self.violations)} 条规则。"


class RunInProgress(ExercisesError):
    """A solver run for the region and year is requested or running; cancel it or wait for it."""

    code: ClassVar[str] = "RUN_IN_PROGRESS"

    def __init__(self, region: str, year: int) -> None:
        super().__init__(f"A plan run for {region} in {year} is already in progress.")
        self.region = region
        self.year = year

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"{self.region} {self.year} 年已有正在进行的求解。"


class FourEyes(ExercisesError):
    """The principal that planned a version may not approve it."""

    code: ClassVar[str] = "FOUR_EYES"

    def __init__(self, plan: str, planner: str) -> None:
        super().__init__(f"Plan {plan} was planned by {planner}, who may not approve it as well.")
        self.subject = plan
        self.person = planner

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"计划 {self.subject} 由 {self.person} 编制，编制人不得审批同一计划。"


class LoadExceeded(ExercisesError):
    """The syllabus asks more days of a member than the yearly limit; `rows` names its rows by number."""

    code: ClassVar[str] = "LOAD_EXCEEDED"

    def __init__(self, team: str, days: Fraction, limit_days: int, rows: Sequence[int] = ()) -> None:
        numbers = ", ".join(str(row) for row in rows)
        super().__init__(
            f"The syllabus asks {float(days):g} days a year of each member of {team},"
            f" more than {limit_days}; syllabus rows: {numbers}."
        )
        self.team = team
        self.days = days
        self.limit_days = limit_days
        self.rows = tuple(rows)

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        numbers = "、".join(str(row) for row in self.rows)
        return (
            f"大纲要求 {self.team} 人均全年 {float(self.days):g} 天，"
            f"超过 {self.limit_days} 天上限；涉及第 {numbers} 行。"
        )


class NothingToPlan(ExercisesError):
    """The region has no active team, or no syllabus rule asks anything of its teams in the year."""

    code: ClassVar[str] = "NOTHING_TO_PLAN"

    def __init__(self, region: str, year: int) -> None:
        super().__init__(f"There is nothing to plan for {region} in {year}: no active team has a demand.")
        self.region = region
        self.year = year

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"{self.region} {self.year} 年没有可安排的内容：没有在编队伍或没有训练要求。"


class UnknownYear(ExercisesError):
    """No workday calendar can be given for a year outside 2004 to 2099."""

    code: ClassVar[str] = "UNKNOWN_YEAR"

    def __init__(self, year: int) -> None:
        super().__init__(f"No workday calendar can be given for {year}; years 2004 to 2099 are known.")
        self.year = year

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"无法给出 {self.year} 年的工作日历；可用年份为 2004 至 2099 年。"


class InvalidNotice(ExercisesError):
    """A row of an official holiday notice cannot be read; rows count from 1, the heading included."""

    code: ClassVar[str] = "INVALID_NOTICE"

    def __init__(self, row: int, value: str, rule: str) -> None:
        super().__init__(f"Row {row} of the notice, {value!r}: {rule}.")
        self.row = row
        self.value = value
        self.rule = rule

    @property
    def message_zh(self) -> str:
        """One sentence in Chinese, made from the attributes."""
        return f"通知第 {self.row} 行“{self.value}”无法读取：{self.rule}。"
