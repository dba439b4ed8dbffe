"""Readiness of many teams at the command line: kept, added up, and made again from the past."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.muster.conftest import City

#: A team of the auditor's own city that is rated 4.
OWN = (
    "SELECT id, team_id FROM readiness_snapshot WHERE level = 4 AND task_state = 'peace' "
    "AND region_id IN (SELECT id FROM region WHERE code LIKE '5103%') ORDER BY team_id"
)


def test_snapshots_are_kept_and_one_that_was_tampered_with_is_named(city: City, tmp_path: Path) -> None:
    with city(tmp_path) as office:
        kept = office.command("readiness", "keep")
        again = office.command("readiness", "keep")
        clean = office.command("readiness", "verify", kept["day"])
        districts = office.command("readiness", "set", "--by", "region")
        cities = office.command("readiness", "set", "--by", "city", "--on", "2026-12-31")
        units = office.command("readiness", "joint")
        with sqlite3.connect(tmp_path / "muster.db") as connection:
            snapshot, team = connection.execute(OWN).fetchone()
            connection.execute("UPDATE readiness_snapshot SET level = 1 WHERE id = ?", (snapshot,))
        connection.close()

        found = office.command("readiness", "verify", kept["day"], code=1)

    assert again == kept
    assert kept["snapshots"] >= kept["teams"] > 0
    assert 0 < clean["snapshots"] < kept["snapshots"]
    assert clean["differences"] == []
    assert found["differences"] == [
        {"team_id": team, "task": "peace", "columns": {"level": {"stored": 1, "again": 4}}}
    ]
    assert sum(row["teams"] for row in districts) == sum(row["teams"] for row in cities)
    assert [row["name"] for row in cities] == ["自贡市"]
    assert units[-1]["name"] == "全部"
    assert units[-1]["teams"] == sum(row["teams"] for row in units[:-1])
