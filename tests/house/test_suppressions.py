"""Every suppression says why, in one grammar."""

from __future__ import annotations

import re

from tests.house.sources import ROOT, modules, shown

NOQA = re.compile(r"#\s*(?:ruff:\s*)?noqa(?P<rest>.*)", re.IGNORECASE)
NOQA_WITH_REASON = re.compile(r":\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+--\s+\S+")
IGNORE = re.compile(r"#\s*(?:type|pyright):\s*ignore(?P<rest>[^\n]*)")
IGNORE_WITH_REASON = re.compile(r"\[[\w\-, ]+\]\s+#\s*\S+|\[[\w\-, ]+\]\s+--\s+\S+")
LATER = re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")


def _lines():
    files = [
        *modules(),
        *sorted((ROOT / "tests").rglob("*.py")),
        *sorted((ROOT / "benchmarks").rglob("*.py")),
    ]
    for file in files:
        if ROOT / "tests" / "house" in file.parents:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{shown(file)}:{number}", line


def test_suppressions_carry_rule_and_reason():
    naked = []
    for place, line in _lines():
        noqa, ignore = NOQA.search(line), IGNORE.search(line)
        if noqa and not NOQA_WITH_REASON.match(noqa.group("rest")):
            naked.append(f"{place} {line.strip()}")
        if ignore and not IGNORE_WITH_REASON.match(ignore.group("rest").strip()):
            naked.append(f"{place} {line.strip()}")

    assert naked == []


def test_nothing_is_put_off_in_a_comment():
    assert [place for place, line in _lines() if LATER.search(line)] == []
