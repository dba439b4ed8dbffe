"""Questions offices are asked again and again: a number, a sentence, and the records it counts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import NAMES, global_id, row_id
from exercises.codes import Question
from exercises.questions import AnswerRecord as Counted
from exercises.questions import Asked, answer
from registry import tables
from registry.codes import CenterLevel, TeamCategory
from registry.errors import NotFound


@strawberry.type(description="One record behind an answer.")
class AnswerRecord:
    """A record."""

    id: strawberry.ID = strawberry.field(description="Its global id: `node` gives all of it.")
    kind: str = strawberry.field(description="Name of its type.")
    on: date = strawberry.field(description="The day that counts: held, designated, issued, or asked about.")
    code: str = strawberry.field(description="Its code or number, or that of its region.")
    name: str = strawberry.field(description="Its title or name in Chinese.")


@strawberry.type(description="An answer from records.")
class Answer:
    """A number with its sentence and its list."""

    question: Question = strawberry.field(description="What was asked.")
    question_label: Label = strawberry.field(description="The question in words.")
    number: int = strawberry.field(description="How many records there are.")
    sentence: Label = strawberry.field(description="The answer as one sentence.")
    records: list[AnswerRecord] = strawberry.field(description="The records it counts, by day or code.")


def _record(found: Counted) -> AnswerRecord:
    kind = NAMES[found.table]
    return AnswerRecord(
        id=strawberry.ID(global_id(kind, found.id)),
        kind=kind,
        on=found.on,
        code=found.code,
        name=found.name,
    )


@strawberry.type
class AnswerQuery:
    """Queries that answer an office's questions."""

    @strawberry.field(
        description="The answer to a question about a region and everything below it; null out of scope."
    )
    async def answer(
        self,
        info: Info,
        question: Annotated[Question, strawberry.argument(description="Which question.")],
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        since: Annotated[
            date | None,
            strawberry.argument(
                description="First day that counts; 1 January of the last day's year if absent."
            ),
        ] = None,
        until: Annotated[
            date | None, strawberry.argument(description="Last day that counts; today when absent.")
        ] = None,
        category: Annotated[
            TeamCategory, strawberry.argument(description="For districts without a team: which category.")
        ] = TeamCategory.MED,
        level: Annotated[
            CenterLevel, strawberry.argument(description="For centers: which level.")
        ] = CenterLevel.PROVINCIAL,
    ) -> Answer | None:
        """Answer a question."""
        last = until or info.context.today
        region = row_id(region_id, tables.Region)
        asked = Asked(region, since or date(last.year, 1, 1), last, category, level)
        try:
            found = await answer(info.context.viewer, question, asked)
        except NotFound:
            return None
        return Answer(
            question=found.question,
            question_label=label(found.question),
            number=found.number,
            sentence=Label(zh=found.sentence_zh, en=found.sentence),
            records=[_record(each) for each in found.records],
        )
