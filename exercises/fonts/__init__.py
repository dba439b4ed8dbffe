"""
The font of everything we print: Noto Sans SC, cut down to GB 2312 (see `README.md` beside it).

Renderers drop a character they have no glyph for without a word; `missing` tells before.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR = FOLDER / "NotoSansSC-Regular.ttf"
BOLD = FOLDER / "NotoSansSC-Bold.ttf"
FAMILY = "Noto Sans SC"


def missing(texts: Iterable[str]) -> str:
    """
    Return the characters of some texts that the font has no glyph for, each once, in code order.

    Examples
    --------
    >>> missing(["消防二队 2026", "朱镕基"])
    '镕'

    """
    wanted = {character for text in texts for character in text if character.isprintable()}
    return "".join(sorted(wanted - _glyphs()))


@cache
def _glyphs() -> frozenset[str]:
    """Return every character with a glyph."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- a third of a second, for those who print only

    with TTFont(REGULAR, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))
