"""
Which records may stand for the same thing, with score and reasons: pure, over frames.

Records are compared only within blocks that share a key, so that 300,000 people take seconds; a block of
more than `CROWD` records is too common a key and is left out. What reaches the points of
`registry.matching.points` is proposed, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from registry.codes import MatchKind, MatchReason
from registry.frame import Column, Frame
from registry.matching.normalizing import core_name, phone_number, plain_text, serial_number
from registry.matching.points import POINTS, PROPOSED_FROM
from registry.matching.slips import slips

R = MatchReason
#: Most records of a block that are compared with each other.
CROWD = 60
#: Share of equal characters from which names of organizations are similar.
SIMILAR = 0.85
#: Degrees of latitude or longitude from which two places are different: about 1 km.
FAR_DEGREES = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two records that may be one; `first_id` is the smaller id, `score` runs from 0 to 100."""

    kind: MatchKind
    first_id: str
    second_id: str
    region_id: str
    other_region_id: str
    score: int
    reasons: tuple[MatchReason, ...]


def candidates(
    kind: MatchKind,
    records: Frame,
    prefixes: tuple[str, ...] = (),
    fresh: Collection[str] | None = None,
) -> list[Candidate]:
    """
    Return the pairs of records worth a person's look, best first.

    Parameters
    ----------
    kind
        What the records are.
    records
        A frame with `id`, `region_id` and the columns of the kind, as `registry.matching.gathering` reads.
    prefixes
        Names of places an organization's or resource's name may begin with.
    fresh
        Ids of records of which one at least must be in every pair; all pairs when None.

    """
    known = _PREPARE[kind](records, prefixes)
    pairs = _pairs(known, _BLOCKS[kind], fresh)
    if pairs.empty:
        return []
    left = known.set_index("id").loc[pairs["first"]].reset_index()
    right = known.set_index("id").loc[pairs["second"]].reset_index()
    return _proposed(kind, left, right, _EVIDENCE[kind](left, right))


def _people(records: Frame, _: tuple[str, ...]) -> Frame:
    return records.assign(
        phone=[phone_number(each) for each in records["phone"]],
        name=[plain_text(each) for each in records["name"]],
    )


def _organizations(records: Frame, prefixes: tuple[str, ...]) -> Frame:
    cores = [core_name(each, prefixes) for each in records["name"]]
    return records.assign(
        plain=[plain_text(each) for each in records["name"]],
        core=cores,
        beginning=[core[:3] for core in cores],
        code_head=records["credit_code"].str[:10],
        code_tail=records["credit_code"].str[8:],
    )


def _equipment(records: Frame, _: tuple[str, ...]) -> Frame:
    return records.assign(serial=[serial_number(each) for each in records["serial"]])


def _resources(records: Frame, prefixes: tuple[str, ...]) -> Frame:
    return records.assign(
        plain=[plain_text(each) for each in records["name"]],
        core=[core_name(each, prefixes) for each in records["name"]],
        north=records["latitude"].round(3),
        east=records["longitude"].round(3),
    )


_PREPARE = {
    MatchKind.PERSON: _people,
    MatchKind.ORGANIZATION: _organizations,
    MatchKind.EQUIPMENT: _equipment,
    MatchKind.RESOURCE: _resources,
}
#: The keys within which records of a kind are compared.
_BLOCKS: dict[MatchKind, tuple[tuple[str, ...], ...]] = {
    MatchKind.PERSON: (("phone",), ("name", "birth_year"), ("name", "employer_id"), ("name", "region_id")),
    MatchKind.ORGANIZATION: (
        ("plain",),
        ("core",),
        ("beginning", "region_id"),
        ("code_head",),
        ("code_tail",),
    ),
    MatchKind.EQUIPMENT: (("serial",),),
    MatchKind.RESOURCE: (("plain",), ("core", "kind"), ("north", "east", "kind")),
}


def _pairs(records: Frame, blocks: Sequence[Sequence[str]], fresh: Collection[str] | None) -> Frame:
    """Return every pair of ids that shares a block, once, the smaller id first."""
    wanted = records.assign(fresh=True if fresh is None else records["id"].isin(fresh))
    found: set[tuple[str, str]] = set()
    for block in blocks:
        keys = list(block)
        known = wanted.dropna(subset=keys)
        shared = known[known.duplicated(keys, keep=False)]
        groups = shared.groupby(keys)
        kept = shared[(groups["id"].transform("size") <= CROWD) & groups["fresh"].transform("any")]
        for ids in kept.groupby(keys)["id"].agg(sorted):
            found.update(combinations(ids, 2))
    chosen = found if fresh is None else {pair for pair in found if pair[0] in fresh or pair[1] in fresh}
    return pd.DataFrame(sorted(chosen), columns=["first", "second"])


def _same(left: Frame, right: Frame, column: str) -> Column:
    """Tell where a column is known on both sides and equal."""
    return left[column].notna() & right[column].notna() & (left[column] == right[column])


def _differs(left: Frame, right: Frame, column: str) -> Column:
    """Tell where a column is known on both sides and not equal."""
    return left[column].notna() & right[column].notna() & (left[column] != right[column])


def _holds(test: Callable[[Any, Any], Any], left: Frame, right: Frame, column: str) -> Any:
    """Tell where a column is known on both sides, differs, and a test of those values holds."""
    asked = np.asarray(_differs(left, right, column), dtype=bool)
    held = np.zeros(len(left), dtype=bool)
    held[asked] = test(left[column].to_numpy()[asked].tolist(), right[column].to_numpy()[asked].tolist())
    return held


def _similar(ones: Sequence[str], others: Sequence[str]) -> list[bool]:
    return [_alike(one, other) for one, other in zip(ones, others, strict=True)]


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


def _of_people(left: Frame, right: Frame) -> dict[MatchReason, Any]:
    years = (left["birth_year"] - right["birth_year"]).abs()
    name, similar = _same(left, right, "name"), _holds(slips, left, right, "name")
    return {
        R.SAME_PHONE: _same(left, right, "phone"),
        R.NEAR_PHONE: _holds(slips, left, right, "phone"),
        R.SAME_NAME: name,
        R.SIMILAR_NAME: similar,
        R.OTHER_NAME: ~name & ~similar,
        R.SAME_BIRTH_YEAR: years == 0,
        R.NEAR_BIRTH_YEAR: years == 1,
        R.OTHER_BIRTH_YEAR: years > 1,
        R.SAME_SEX: _same(left, right, "sex"),
        R.OTHER_SEX: _differs(left, right, "sex"),
        R.SAME_EMPLOYER: _same(left, right, "employer_id"),
        R.SAME_REGION: _same(left, right, "region_id"),
    }


def _of_organizations(left: Frame, right: Frame) -> dict[MatchReason, Any]:
    name, core = _same(left, right, "plain"), _same(left, right, "core")
    return {
        R.SAME_NAME: name,
        R.SAME_CORE_NAME: core & ~name,
        R.SIMILAR_NAME: _holds(_similar, left, right, "core") & ~core & ~name,
        R.NEAR_CREDIT_CODE: _holds(slips, left, right, "credit_code"),
        R.SAME_REGION: _same(left, right, "region_id"),
        R.SAME_FIELD: _same(left, right, "field"),
        R.OTHER_KIND: _differs(left, right, "kind"),
    }


def _of_equipment(left: Frame, right: Frame) -> dict[MatchReason, Any]:
    return {
        R.SAME_SERIAL: _same(left, right, "serial"),
        R.SAME_KIND: _same(left, right, "kind"),
        R.OTHER_KIND: _differs(left, right, "kind"),
        R.SAME_OWNER: _same(left, right, "owner_id"),
    }


def _of_resources(left: Frame, right: Frame) -> dict[MatchReason, Any]:
    name = _same(left, right, "plain")
    where = ["latitude", "longitude"]
    away = (left[where] - right[where]).abs()
    return {
        R.SAME_NAME: name,
        R.SAME_CORE_NAME: _same(left, right, "core") & ~name,
        R.SAME_PLACE: _same(left, right, "north") & _same(left, right, "east"),
        R.OTHER_PLACE: (away["latitude"] >= FAR_DEGREES) | (away["longitude"] >= FAR_DEGREES),
        R.SAME_KIND: _same(left, right, "kind"),
        R.OTHER_KIND: _differs(left, right, "kind"),
        R.SAME_OWNER: _same(left, right, "organization_id"),
        R.SAME_REGION: _same(left, right, "region_id"),
    }


_EVIDENCE = {
    MatchKind.PERSON: _of_people,
    MatchKind.ORGANIZATION: _of_organizations,
    MatchKind.EQUIPMENT: _of_equipment,
    MatchKind.RESOURCE: _of_resources,
}


def _proposed(
    kind: MatchKind, left: Frame, right: Frame, evidence: Mapping[MatchReason, Any]
) -> list[Candidate]:
    """Return the pairs that reach the score from which a person is asked."""
    holds = {reason: np.asarray(each, dtype=bool) for reason, each in evidence.items()}
    score = sum(POINTS[kind][reason] * each.astype(int) for reason, each in holds.items())
    chosen = np.flatnonzero(np.asarray(score) >= PROPOSED_FROM)
    found = [
        Candidate(
            kind=kind,
            first_id=left["id"].iat[index],
            second_id=right["id"].iat[index],
            region_id=left["region_id"].iat[index],
            other_region_id=right["region_id"].iat[index],
            score=min(100, int(np.asarray(score)[index])),
            reasons=tuple(reason for reason, each in holds.items() if each[index]),
        )
        for index in chosen
    ]
    return sorted(found, key=lambda each: (-each.score, each.first_id, each.second_id))
