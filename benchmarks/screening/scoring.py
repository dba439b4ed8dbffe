"""What the screen found of what was planted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from exercises.screening.catalog import RULES
from exercises.screening.screening import Hit
from seeds.cheating.book import Planted


class Score(NamedTuple):
    """
    Counts of one rule or several.

    `schemes` planted and `found`, the `gross` among them, `honest` look-alikes that records
    tell from a scheme and those `mistaken` for one, `hits` in all and the `wrong` ones: about no doctored
    record.
    """

    schemes: int = 0
    found: int = 0
    gross: int = 0
    gross_found: int = 0
    honest: int = 0
    mistaken: int = 0
    hits: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """Return the share of hits about doctored records."""
        return 1 - self.wrong / self.hits if self.hits else 1.0

    @property
    def recall(self) -> float:
        """Return the share of schemes found."""
        return self.found / self.schemes if self.schemes else 1.0

    @property
    def gross_recall(self) -> float:
        """Return the share of gross schemes found."""
        return self.gross_found / self.gross if self.gross else 1.0


def about(hit: Hit) -> frozenset[UUID]:
    """Return the ids of all records a hit is about."""
    return frozenset({hit.record[1], *(record for _, record in hit.records)})


def scored(hits: Sequence[Hit], planted: Sequence[Planted]) -> dict[str, Score]:
    """Return the score of each rule."""
    doctored = frozenset[UUID]().union(*(each.records for each in planted if not each.honest))
    return {
        code: _score([about(hit) for hit in hits if hit.rule.code == code], planted, code, doctored)
        for code in RULES
    }


def _score(
    hits: list[frozenset[UUID]], planted: Sequence[Planted], code: str, doctored: frozenset[UUID]
) -> Score:
    mine = [each for each in planted if each.rule == code]
    schemes = [each for each in mine if not each.honest]
    gross = [each for each in schemes if each.gross]
    honest = [each for each in mine if each.honest and each.gross]
    return Score(
        schemes=len(schemes),
        found=_hit(schemes, hits),
        gross=len(gross),
        gross_found=_hit(gross, hits),
        honest=len(honest),
        mistaken=_hit(honest, hits),
        hits=len(hits),
        wrong=sum(not hit & doctored for hit in hits),
    )


def _hit(planted: list[Planted], hits: list[frozenset[UUID]]) -> int:
    """Return on how many some hit is."""
    return sum(any(hit & each.records for hit in hits) for each in planted)
