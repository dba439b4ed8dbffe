"""How rules put frames together: look-ups, counts, groups of equal keys, lines of regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from registry.frame import Column, Frame

#: One truth value per row of a frame.
Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


def mask(values: Iterable[bool]) -> Mask:
    """Return truth values as a selection of rows, which an empty list is not."""
    return np.array(list(values), dtype=np.bool_)


def looked_up(frame: Frame, key: str, other: Frame, /, **columns: str) -> Frame:
    """Return the frame with columns of the row of `other` that `key` names; missing where there is none."""
    right = other[["id", *columns.values()]].rename(
        columns={"id": key, **{source: name for name, source in columns.items()}}
    )
    return frame.merge(right, on=key, how="left")


def found(frame: Frame, key: str, other: Frame, /, **columns: str) -> Frame:
    """Return only the rows whose `key` names a row of `other`, with columns of that row."""
    right = other[["id", *columns.values()]].rename(
        columns={"id": key, **{source: name for name, source in columns.items()}}
    )
    return frame.merge(right, on=key, how="inner")


def counted(frame: Frame, key: str, others: Frame, by: str, name: str) -> Frame:
    """Return the frame with how many rows of `others` refer to each row, 0 included."""
    counts = others.groupby(by).size()
    return frame.assign(**{name: frame[key].map(counts).fillna(0).astype("int64")})


def alike(frame: Frame, *keys: str, beyond: str | None = None) -> Frame:
    """
    Return the rows that share their keys with another row, with the ids of those in `others`.

    Parameters
    ----------
    frame
        Rows with an `id`; a missing key is like no other.
    keys
        The columns that must be equal.
    beyond
        If given, groups count only when this column has at least two values in them.

    """
    listed = list(keys)
    known = frame.dropna(subset=listed)
    shared = known[known.duplicated(listed, keep=False)]
    if beyond is not None and len(shared):
        shared = shared[shared.groupby(listed)[beyond].transform("nunique") > 1]
    members: dict[Any, list[str]] = shared.groupby(listed)["id"].agg(sorted).to_dict()
    keys_of = zip(*(shared[key] for key in listed), strict=True)
    groups = [members[key[0] if len(listed) == 1 else key] for key in keys_of]
    pairs = zip(groups, shared["id"], strict=True)
    others = [[each for each in group if each != own] for group, own in pairs]
    return shared.assign(
        others=pd.Series(others, index=shared.index, dtype="object"), times=_lengths(others, shared)
    )


def _lengths(others: list[list[str]], shared: Frame) -> Column:
    """Return the size of each row's group, itself included."""
    return pd.Series([len(each) + 1 for each in others], index=shared.index, dtype="int64")


def line(code: str) -> str:
    """Return the digits of a region's code that the codes of all its parts begin with."""
    text = str(code)
    for step in (2, 4, 6, 9):
        if not text[step:].strip("0"):
            return text[:step]
    return text


def apart(codes: Iterable[Any], others: Iterable[Any]) -> Mask:
    """Tell for each pair of region codes that neither lies in the other; False where one is missing."""
    return mask(
        isinstance(one, str)
        and isinstance(other, str)
        and not (line(one).startswith(line(other)) or line(other).startswith(line(one)))
        for one, other in zip(codes, others, strict=True)
    )
