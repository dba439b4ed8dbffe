"""The font we print with: it has what GB 2312 has, and says what it lacks."""

from __future__ import annotations

from exercises.fonts import BOLD, REGULAR, missing


def test_missing_names_what_has_no_glyph_once_and_in_order() -> None:
    assert (missing(["战备评定 86.3% ≥ 2级", "①②③ ■●▲"]), missing(["喆喆", "镕"])) == ("", "喆镕")


def test_the_files_are_whole_and_small() -> None:
    assert {file.read_bytes()[:4] for file in (REGULAR, BOLD)} == {b"\x00\x01\x00\x00"}
    assert max(file.stat().st_size for file in (REGULAR, BOLD)) < 3_000_000
