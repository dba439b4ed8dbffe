"""What a pandas frame and one of its columns are called in signatures: pandas ships no types of its own."""

from __future__ import annotations

from typing import Any, TypeAlias

Frame: TypeAlias = Any
"""A `pandas.DataFrame`."""

Column: TypeAlias = Any
"""A `pandas.Series`."""
