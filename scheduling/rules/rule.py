"""What a rule is: a code, a sentence in two languages, and three ways to hold it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked
from scheduling.problem import Event

if TYPE_CHECKING:
    from scheduling.compiled import Compiled
    from scheduling.draft import Draft


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule in words (zh, en), with the events, days, crews and resources involved."""

    rule: str
    events: tuple[str, ...]
    zh: str
    en: str
    dates: tuple[date, ...] = ()
    resources: tuple[str, ...] = ()
    crews: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule(ABC):
    """
    One hard rule of the training year.

    `forbids` answers before any solver runs, from one event alone; `post` adds the rows of the CP-SAT
    model for what needs several events; `check` judges a finished plan and shares no code with either.
    A rule overrides what it needs. `source` cites the written rule, or says *assumed*.
    """

    code: str
    zh: str
    en: str
    source: str = "assumed"

    @property
    def sentence(self) -> tuple[str, str]:
        """The rule in one sentence (zh, en)."""
        return (self.zh, self.en)

    def forbids(self, view: Compiled, event: Event) -> int:
        """Return the start days this rule rules out for `event` alone, as a bit set."""
        del view, event
        return 0

    def post(self, draft: Draft[Any]) -> None:
        """Add the rule's rows to the model."""
        del draft

    @abstractmethod
    def check(self, booked: Booked) -> list[Violation]:
        """Return every place where the plan breaks the rule."""
