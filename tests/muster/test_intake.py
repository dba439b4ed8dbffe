"""The register commands on a real database: template, export, check, apply, undo."""

from __future__ import annotations

import csv
from pathlib import Path

from registry import credit_code
from tests.muster.conftest import City


def test_register_goes_in_and_comes_back(city: City, tmp_path: Path) -> None:
    file, template, exported = (tmp_path / name for name in ("单位.csv", "empty.xlsx", "人员.csv"))
    with city(tmp_path) as office:
        assert office.command("register", "template", "单位", "-o", str(template))["bytes"] > 1_000
        with file.open("w", encoding="utf-8", newline="") as text:
            sheet = csv.writer(text)
            sheet.writerow(["统一社会信用代码", "单位名称", "行政区划代码", "单位类别"])
            sheet.writerow([credit_code.make("510302", 9_000_001), "合成新单位", "510302", "企业"])
        checked = office.command("register", "check", str(file), "--register", "organizations")
        assert (checked["state"], checked["new"], checked["problems"]) == ("checked", 1, [])
        applied = office.command("register", "apply", checked["batch"], "--reason", "test")
        again = office.command("register", "check", str(file), "--register", "organizations")
        undone = office.command("register", "undo", checked["batch"], "--reason", "test")
        written = office.command("register", "export", "people", "-o", str(exported), "--form", "csv")
        read = office.command("register", "check", str(exported), "--register", "people")

    assert (read["rows"], read["unchanged"], read["warnings"]) == (written["rows"], written["rows"], 0)
    assert (applied["state"], again["unchanged"], undone["state"]) == ("applied", 1, "undone")
