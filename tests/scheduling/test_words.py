"""Two languages in one string: each sentence shows its own half."""

from __future__ import annotations

import pytest

from scheduling import Lock, Window, verify
from scheduling.words import halves
from tests.scheduling.factories import DAYS, crew, event, need, problem, resource
from tests.scheduling.rules.cases import at, plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("汛期 / flood season", ("汛期", "flood season")),
        ("flood season", ("flood season", "flood season")),
        ("汛期", ("汛期", "汛期")),
        ("汛期 / ", ("汛期 / ", "汛期 / ")),
        ("考试/exam", ("考试/exam", "考试/exam")),
        ("通信 / radio / satellite", ("通信", "radio / satellite")),
        ("", ("", "")),
    ],
)
def test_halves_of_a_text(text: str, expected: tuple[str, str]) -> None:
    assert halves(text) == expected


def test_sentences_show_their_own_half_of_titles_and_reasons() -> None:
    flood = (Window(DAYS[0], DAYS[0], "汛期 / flood season"),)
    year = problem(
        event(
            "e",
            title="实操训练 / hands-on",
            needs=(need("hall"),),
            lock=Lock(DAYS[1], reason="省办 / the province"),
        ),
        crews=(crew("a", blocked=flood), crew("b")),
        resources=(resource("hall", closed=flood),),
    )

    found = verify(year, plan(at("e", DAYS[0], None, "hall"))).violations

    assert [(v.zh, v.en) for v in found] == [
        (
            f"实操训练 (e) 已锁定在 {DAYS[1]}（省办），不得变动",
            f"hands-on (e) is locked to {DAYS[1]} (the province) and may not move",
        ),
        (
            f"实操训练 (e) 占用 {DAYS[0]}，但队伍 a 当日不能参训：汛期",
            f"hands-on (e) uses {DAYS[0]}, when crew a cannot train: flood season",
        ),
        (
            f"实操训练 (e) 在 {DAYS[0]} 使用 hall，但该资源当日停用：汛期",
            f"hands-on (e) uses hall on {DAYS[0]}, when it is closed: flood season",
        ),
    ]
