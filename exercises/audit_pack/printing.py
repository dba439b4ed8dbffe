"""The print of an audit pack: a PDF, set by typst from the template `pack.typ` with the font we ship."""

from __future__ import annotations

import json
from pathlib import Path

from exercises import fonts
from exercises.audit_pack.pack import LEVELS, Pack, packed
from exercises.audit_pack.workbook import COLORS

TEMPLATE = Path(__file__).with_name("pack.typ")
#: Stands for a character the font has no glyph for; the typesetter would drop it without a word.
GETA = "〓"


def printed_bytes(pack: Pack) -> bytes:
    """Return the PDF; equal packs give equal bytes. Blocking: about a second for a city."""
    import typst  # noqa: PLC0415 -- only in processes that print

    text = packed(pack).decode()
    lacking = fonts.missing([text])
    inputs = {
        "pack": text.translate(dict.fromkeys(map(ord, lacking), GETA)),
        "levels": json.dumps({level: COLORS[level] for level in LEVELS}),
        "lacking": " ".join(f"U+{ord(character):04X}" for character in lacking),
    }
    return typst.compile(
        TEMPLATE, font_paths=[fonts.FOLDER], ignore_system_fonts=True, format="pdf", sys_inputs=inputs
    )
