"""
Refusals as data: the interface `Problem` and its types.

A payload union lists the problems that can happen; the domain raises, `api.handlers` translates.
"""

from __future__ import annotations

from typing import Any

import strawberry


def fact(description: str) -> Any:
    """Return a described field of a problem."""
    return strawberry.field(description=description)


@strawberry.interface(description="Why a request was refused. Nothing has changed.")
class Problem:
    """What every refusal says."""

    code: str = fact("Stable code in upper case, the same in every release; documented in docs/errors.")
    message: str = fact("One sentence in English.")
    message_zh: str = fact("One sentence in Chinese.")
    path: list[str] = fact("Names of the argument or input field concerned, outermost first; may be empty.")


@strawberry.type(description="There is no such record within the caller's reach.")
class NotFound(Problem):
    """Unknown, malformed and out-of-scope ids alike."""

    record_kind: str = fact("Kind of record that was looked for.")


@strawberry.type(description="The caller may see the record but not do this to it.")
class AccessDenied(Problem):
    """A capability is lacking."""

    capability: str = fact("Right that is lacking, as in the enumeration `Capability`, in lower case.")


@strawberry.type(description="A value breaks the rule of its field.")
class InvalidValue(Problem):
    """A value out of bounds or of the wrong form."""

    field_name: str = fact("Name of the field.")
    value: str = fact("The value as it was understood.")
    rule: str = fact("What must hold.")


@strawberry.type(description="The code is in use by another record.")
class CodeTaken(Problem):
    """A unique code exists already."""

    taken: str = fact("The code that is in use.")


@strawberry.type(description="The person is in a team already, and may be in one only.")
class AlreadyAssigned(Problem):
    """One person, one team."""

    person_reference: str = fact("Pseudonym of the person.")
    team_code: str = fact("Code of the team the person is in.")


@strawberry.type(description="The person may not take the post.")
class NotEligible(Problem):
    """An eligibility rule is not met."""

    person_reference: str = fact("Pseudonym of the person.")
    reason: str = fact("Which rule is not met.")


@strawberry.type(description="Somebody changed the record since it was read; read it again.")
class StaleVersion(Problem):
    """The optimistic lock failed."""

    expected: int = fact("Version the request was based on.")
    actual: int = fact("Version of the record now.")


@strawberry.type(description="The record's state does not allow this move.")
class TransitionRefused(Problem):
    """A move that its state machine does not know."""

    record_kind: str = fact("Kind of record.")
    current: str = fact("Stored code of its state.")
    requested: str = fact("Stored code of the state that was asked for.")
    allowed: list[str] = fact("Stored codes of the states it may move to.")


@strawberry.type(description="What must be true before the step is not yet so.")
class NotReady(Problem):
    """Something is missing before a step may be taken."""

    subject: str = fact("Code of the record concerned.")
    reasons: list[str] = fact("Each thing that is missing, in English.")
    reasons_zh: list[str] = fact("Each thing that is missing, in Chinese, in the same order.")


@strawberry.type(
    description="The plan is with the approver, approved or closed; its events stay as they are."
)
class PlanFrozen(Problem):
    """A version that may not be edited."""

    year: int = fact("Training year.")
    number: int = fact("Number of the version, from 1.")
    plan_state: str = fact("Stored code of the version's state.")


@strawberry.type(description="A planning rule broken by a plan or by a move that was asked for.")
class Violation:
    """One broken rule, in words."""

    rule: str = fact("Stable code of the rule.")
    sentence: str = fact("What is wrong, in English.")
    sentence_zh: str = fact("What is wrong, in Chinese.")
    events: list[str] = fact("Stable uids of the events concerned.")


@strawberry.type(description="The event cannot stand on that day: it would break planning rules.")
class MoveRefused(Problem):
    """A move that breaks rules, each named."""

    violations: list[Violation] = fact("Every rule that would be broken, at most 100.")


@strawberry.type(description="A plan run of this region and year is in progress.")
class RunInProgress(Problem):
    """One run per region and year at a time."""

    region_code: str = fact("Code of the region.")
    year: int = fact("Training year.")


@strawberry.type(description="The step takes another person than the step before it.")
class FourEyes(Problem):
    """Both steps would be taken by one person."""

    subject: str = fact("What the step is about, in words; a plan as year/version.")
    person: str = fact("Login of who took the step before.")


@strawberry.type(description="The syllabus asks more days of a member than the yearly limit.")
class LoadExceeded(Problem):
    """More is asked than a member may give."""

    team_code: str = fact("Code of a team concerned.")
    days: float = fact("Days asked of each member, in the year.")
    limit_days: int = fact("Most days a year, inclusive.")
    rows: list[int] = fact("Numbers of the syllabus rows concerned.")


@strawberry.type(description="No active team of the region has a demand in the year.")
class NothingToPlan(Problem):
    """An empty training year."""

    region_code: str = fact("Code of the region.")
    year: int = fact("Training year.")


@strawberry.type(description="No workday calendar can be given for the year.")
class UnknownYear(Problem):
    """A year outside the calendar."""

    year: int = fact("The year asked for.")


def violation(broken: Any) -> Violation:
    """Return a broken rule as the schema words it; `broken` is a violation of `scheduling.rules`."""
    return Violation(rule=broken.rule, sentence=broken.en, sentence_zh=broken.zh, events=list(broken.events))
