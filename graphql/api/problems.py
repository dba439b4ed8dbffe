"""
Refusals as data: the interface `Problem`, its types, and the one table domain error → type.

A payload union lists the problems that can happen; the domain raises, the handlers here translate.
Each type takes its facts from the attributes of the same name on the error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, cast

import strawberry
from graphql import value_from_ast_untyped
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from api.nodes import nowhere, parse_id
from exercises import errors as exercise_errors
from registry import errors as registry_errors


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


@strawberry.type(description="Who planned a version may not approve it.")
class FourEyes(Problem):
    """Planner and approver are one."""

    plan: str = fact("The version, in words.")
    planner: str = fact("Who planned it.")


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


_COMMON = frozenset(field.name for field in fields(cast("Any", Problem)))


class Handler:
    """Translates one or several domain errors into one type of problem."""

    def __init__(
        self,
        problem: type[Problem],
        *errors: type[Exception],
        path: Callable[[Any, strawberry.Info], list[str]] | None = None,
        **renamed: str,
    ) -> None:
        self.error_type = problem
        self.exception_type = errors
        self._path = path
        names = [field.name for field in fields(cast("Any", problem)) if field.name not in _COMMON]
        self._facts = {name: renamed.get(name, name) for name in names}

    def words(self, exception: Any, info: strawberry.Info) -> tuple[str, str, list[str]]:
        """Return the two sentences and the path."""
        path = self._path(exception, info) if self._path else []
        return str(exception), exception.message_zh, path

    def handle(self, exception: Any, *, field: StrawberryField, info: strawberry.Info) -> Problem:
        """Return the problem with the error's facts."""
        del field
        given = {name: _plain(getattr(exception, source)) for name, source in self._facts.items()}
        message, message_zh, path = self.words(exception, info)
        return self.error_type(
            code=exception.code, message=message, message_zh=message_zh, path=path, **given
        )


class NotFoundHandler(Handler):
    """Names the id as the client gave it, never as the database has it."""

    def words(self, exception: Any, info: strawberry.Info) -> tuple[str, str, list[str]]:
        """Return the two sentences and the path."""
        path, given = _place_of_id(exception, info)
        key = str(exception.key)
        return str(exception).replace(key, given), exception.message_zh.replace(key, given), path


def _plain(value: Any) -> Any:
    """Return a fact as a scalar, a list of scalars, or violations."""
    if isinstance(value, int | float | str):
        return value if type(value) in (int, float, str) else str(value)
    if isinstance(value, Sequence):
        return [violation(item) if hasattr(item, "events") else _plain(item) for item in value[:100]]
    return float(value) if hasattr(value, "numerator") else str(value)


def _arguments(info: strawberry.Info) -> dict[str, Any]:
    """Return the arguments of the field as the client wrote them, by their GraphQL names."""
    raw = info._raw_info  # pyright: ignore[reportPrivateUsage]  # no other way to the field's node
    given: Any = raw.variable_values  # a plain dict at run time, whatever its annotation says
    return {
        argument.name.value: value_from_ast_untyped(argument.value, given)
        for argument in raw.field_nodes[0].arguments or ()
    }


def _leaves(value: Any, path: list[str]) -> list[tuple[list[str], Any]]:
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in _leaves(item, [*path, name])]
    return [(path, value)]


def _place_of_id(exception: registry_errors.NotFound, info: strawberry.Info) -> tuple[list[str], str]:
    """Return the path of the argument that held the id which was not found, and the id as it was given."""
    key = exception.key
    for path, text in _leaves(_arguments(info), []):
        if not isinstance(text, str):
            continue
        named = parse_id(text)
        if text == key or nowhere(text) == key or (named is not None and named[1] == key):
            return path, text
    return [], str(key)


def _path_of_field(exception: registry_errors.InvalidValue, info: strawberry.Info) -> list[str]:
    """Return the path of the input field whose value was refused."""
    name = to_camel_case(exception.field)
    return next((path for path, _ in _leaves(_arguments(info), []) if path[-1] == name), [name])


def _path_of_version(_exception: Any, info: strawberry.Info) -> list[str]:
    return next((path for path, _ in _leaves(_arguments(info), []) if path[-1] == "expectedVersion"), [])


#: One handler per domain error; a test walks both trees of errors and finds none without (notices of
#: workdays are read by the command line only).
HANDLERS: tuple[Any, ...] = (
    NotFoundHandler(NotFound, registry_errors.NotFound, record_kind="kind"),
    Handler(AccessDenied, registry_errors.AccessDenied),
    Handler(InvalidValue, registry_errors.InvalidValue, path=_path_of_field, field_name="field"),
    Handler(CodeTaken, registry_errors.CodeTaken),
    Handler(AlreadyAssigned, registry_errors.AlreadyAssigned, person_reference="person", team_code="team"),
    Handler(NotEligible, registry_errors.NotEligible, person_reference="person"),
    Handler(StaleVersion, registry_errors.StaleVersion, path=_path_of_version),
    Handler(
        TransitionRefused,
        registry_errors.TransitionRefused,
        exercise_errors.TransitionRefused,
        record_kind="kind",
    ),
    Handler(NotReady, registry_errors.NotReady),
    Handler(PlanFrozen, exercise_errors.PlanFrozen, plan_state="state"),
    Handler(MoveRefused, exercise_errors.MoveRefused),
    Handler(RunInProgress, exercise_errors.RunInProgress, region_code="region"),
    Handler(FourEyes, exercise_errors.FourEyes),
    Handler(LoadExceeded, exercise_errors.LoadExceeded, team_code="team"),
    Handler(NothingToPlan, exercise_errors.NothingToPlan, region_code="region"),
    Handler(UnknownYear, exercise_errors.UnknownYear),
)
