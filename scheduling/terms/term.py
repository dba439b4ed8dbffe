"""What a term of the objective is: a name, a unit, a sentence, a measure and its rows in the model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked

if TYPE_CHECKING:
    from scheduling.draft import Draft


@dataclass(frozen=True)
class Term(ABC):
    """One component of the cost; `name` is its field in `Cost` and `Weights`."""

    name: str
    unit: tuple[str, str]
    sentence: tuple[str, str]

    @abstractmethod
    def measure(self, booked: Booked) -> int:
        """Return the term for a plan, in its unit."""

    @abstractmethod
    def post(self, draft: Draft[Any], weight: int) -> None:
        """Add `weight` times the term to the model's objective."""
