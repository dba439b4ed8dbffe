"""
Asking about the past: the argument `asOf` of every root query that reads facts.

It is added in one place, to the fields of the assembled query. The resolver's task then reads from the
registry as it was, and so does everything below it: graphql-core completes a root field in the task
that resolved it, and siblings in tasks of their own, so "then" and "now" may stand side by side in one
operation. Loaders and "today" are kept apart by question (`api.context`).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.context import Context, Info, asking
from registry import past
from registry.errors import InvalidValue
from registry.history import day_of

#: Root queries without `asOf`, and why.
OF_NOW_ONLY: dict[str, str] = {
    "me": "who asks is who asks now",
    "moment": "it is about the question itself",
    "history": "it tells the whole past already",
    "consistencyRules": "rules as they ship are no records",
    "inflationScreen": "it looks at when records were entered",
    "importBatch": "how a job is getting on is not recorded",
    "importBatches": "how a job is getting on is not recorded",
    "importRows": "the difference is kept beside the registry",
    "ledgerSeals": "a seal is no fact that changes",
    "planRun": "how a job is getting on is not recorded",
    "planRuns": "how a job is getting on is not recorded",
    "planVerification": "the frozen problem is kept as a digest only",
    "readinessCurve": "a snapshot tells what was known in its night",
    "readinessDashboard": "what is kept is of now; readinessSets rates the past",
    "registers": "sheets as they are read now are no records",
    "teamReadinessCurve": "a snapshot tells what was known in its night",
    "checkMove": "only the present can be moved",
}


@strawberry.input(description="The two times of a question: true on a day, as known at a moment.")
class AsOf:
    """When a fact held, and when we knew."""

    valid_on: date | None = strawberry.field(
        default=None, description="Day on which it was true; the day of `knownAt` when absent."
    )
    known_at: datetime | None = strawberry.field(
        default=None, description="Moment at which it was known, not in the future; now when absent."
    )


def asked(context: Context, given: AsOf) -> past.AsOf:
    """
    Return the two times of a question, complete.

    Raises
    ------
    InvalidValue
        `knownAt` lies in the future: nobody knows yet what will be known.

    """
    now = context.services.now()
    known_at = given.known_at or now
    valid_on = given.valid_on or day_of(known_at)
    question = past.AsOf(valid_on, known_at)
    if known_at > now:
        raise InvalidValue("known_at", known_at, "it may not lie in the future")
    return question


class AsOfArgument(FieldExtension):
    """Adds `asOf` to a root query and answers it from the registry as it was."""

    def apply(self, field: StrawberryField) -> None:
        """Add the argument, once."""
        if all(argument.python_name != "as_of" for argument in field.arguments):
            argument = StrawberryArgument(
                "as_of",
                None,
                StrawberryAnnotation(AsOf | None),
                description="Answer as of these two times instead of now; personal data is null then.",
                default=None,
            )
            field.arguments = [*field.arguments, argument]

    async def resolve_async(self, next_: Any, source: Any, info: Any, **given: Any) -> Any:
        """Resolve the field and everything below it in the past, if asked to."""
        times: AsOf | None = given.pop("as_of", None)
        if times is not None:
            context: Context = info.context
            question = asked(context, times)
            moment = await context.services.past.moment(question)
            context.moments.append(moment)
            moment.enter()
            asking.set(question)
        return await next_(source, info, **given)


@contextmanager
def present(context: Context) -> Generator[None]:
    """Come back to the present when an operation ends, and give back the connections it asked."""
    with past.returning():
        try:
            yield
        finally:
            asking.set(None)
            for moment in context.moments:
                context.services.past.done(moment)


def ask_of_the_past(query: type) -> None:
    """Give every root query of facts the argument `asOf`."""
    fields: list[StrawberryField] = query.__strawberry_definition__.fields  # type: ignore[attr-defined]  # strawberry's own description
    for field in fields:
        name = field.graphql_name or _camel(field.python_name)
        if name not in OF_NOW_ONLY:
            field.extensions = [*field.extensions, AsOfArgument()]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


@strawberry.type(description="The two times of a question, and whether its answers can still change.")
class Moment:
    """A moment of the past."""

    valid_on: date = strawberry.field(description="Day on which facts are asked to be true.")
    known_at: datetime = strawberry.field(description="Moment at which they were known.")
    sealed: bool = strawberry.field(
        description="Whether a seal of the ledger covers the moment: then its answers stay for ever."
    )


@strawberry.type
class MomentQuery:
    """The query about questions."""

    @strawberry.field(description="The two times of a question in full, and whether its answers can change.")
    async def moment(
        self,
        info: Info,
        as_of: Annotated[AsOf, strawberry.argument(description="The times, as other queries take them.")],
    ) -> Moment:
        """Return the times of a question."""
        question = asked(info.context, as_of)
        sealed = await info.context.services.past.known_for_ever(question.known_at)
        return Moment(valid_on=question.valid_on, known_at=question.known_at, sealed=sealed)
