"""
From domain errors to problems: the one table error → type, and how its facts and path are found.

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
from api.problems import (
    AccessDenied,
    AlreadyAssigned,
    CodeTaken,
    FourEyes,
    InvalidValue,
    LoadExceeded,
    MoveRefused,
    NotEligible,
    NotFound,
    NothingToPlan,
    NotReady,
    PlanFrozen,
    Problem,
    RunInProgress,
    StaleVersion,
    TransitionRefused,
    UnknownYear,
    violation,
)
from exercises import errors as exercise_errors
from registry import errors as registry_errors

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
    found = [(path, value)]
    if isinstance(value, list):
        found += [leaf for place, item in enumerate(value) for leaf in _leaves(item, [*path, str(place)])]
    return found


def _place_of_id(exception: registry_errors.NotFound, info: strawberry.Info) -> tuple[list[str], str]:
    """Return the path of the argument that held the id which was not found, and the id as it was given."""
    key = exception.key
    for path, text in _leaves(_arguments(info), []):
        if not isinstance(text, str):
            continue
        named = parse_id(text)
        if text in (key, str(key)) or nowhere(text) == key or (named is not None and named[1] == key):
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
    Handler(FourEyes, registry_errors.FourEyes, exercise_errors.FourEyes),
    Handler(LoadExceeded, exercise_errors.LoadExceeded, team_code="team"),
    Handler(NothingToPlan, exercise_errors.NothingToPlan, region_code="region"),
    Handler(UnknownYear, exercise_errors.UnknownYear),
)
