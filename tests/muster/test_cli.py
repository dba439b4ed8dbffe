"""The command line's manners: exit codes, JSON for scripts, secrets kept, quick help."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from tests.muster.servers import muster


@pytest.fixture
def command(tmp_path):
    with muster(f"sqlite://{tmp_path}/muster.db", tmp_path) as own:
        own.cold = True
        yield own


def test_help_takes_less_than_a_second_of_the_processor():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    done = subprocess.run(
        [sys.executable, "-m", "muster", "--help"], capture_output=True, text=True, check=True
    )

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Registry of mobilization resources" in done.stdout
    assert after.ru_utime - before.ru_utime < 1.0


def test_help_imports_nothing_heavy():
    heavy = "{'tortoise', 'dbos', 'strawberry', 'ortools', 'pandas'}"
    code = f"import sys, muster.cli; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_migrate_says_what_it_would_do_then_does_it_then_has_nothing_to_do(command):
    names = ["registry.0001_registry", "exercises.0001_exercises"]

    planned = command.command("migrate", "--dry-run")
    applied = command.command("migrate")
    again = command.command("migrate")

    assert planned["migrations"] == applied["migrations"]
    assert set(names) <= set(planned["migrations"])
    assert again == {"dry_run": False, "migrations": []}


def test_unknown_command_is_a_matter_of_usage(command):
    assert "No such command" in command.command("nope", code=2)


def test_refusal_names_its_code_and_changes_nothing(command):
    command.command("migrate")

    said = command.command("token", "--login", "nobody", code=1)

    assert said.strip().endswith("[NOT_FOUND]")
    assert "Traceback" not in said


def test_wrong_setting_is_refused_by_name(command):
    command.environment["MUSTER_PORT"] = "0"

    said = command.command("migrate", code=1)

    assert said.startswith("The setting MUSTER_PORT cannot be used")
    assert said.strip().endswith("[CONFIGURATION]")


def test_bug_is_admitted_with_a_traceback(command):
    (command.folder / "muster.db").write_bytes(b"this is no database")

    said = command.command("token", code=70)

    assert "Traceback" in said
    assert "Please report it" in said


def test_doctor_finds_what_is_missing_then_nothing(command):
    before = command.command("doctor", code=1)
    command.command("migrate")
    after = command.command("doctor")

    assert {finding["subject"]: finding["good"] for finding in before["findings"]} == {
        "database": False,
        "migrations": False,
        "calendar": False,
        "solver": True,
        "disk": True,
    }  # fmt: skip -- one table
    assert all(finding["good"] for finding in after["findings"])
    assert after["settings"]["port"] == command.port


def test_notice_ends_the_estimate_and_lists_what_it_changed(city, tmp_path):
    with city(tmp_path) as command:
        _tell_of_a_notice(command, tmp_path)


def _tell_of_a_notice(command, tmp_path):
    sheet = tmp_path / "notice.csv"
    sheet.write_text("date,kind,name\n2027-02-20,make_up,春节调休\n", encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text("date,kind,name\n2027-02-30,make_up,x\n", encoding="utf-8")

    refused = command.command("calendar", "notice", str(bad), "--source", "notice 0", code=1)
    report = command.command("calendar", "notice", str(sheet), "--source", "notice 1")
    missing = command.command("calendar", "notice", "nowhere.csv", "--source", "x", code=2)

    assert refused.strip().endswith("[INVALID_NOTICE]")
    assert report == {"days": 365, "changed": ["2027-02-20"], "hit": []}
    assert "no file" in missing


def test_weight_is_refused_unless_it_names_a_part_of_the_cost(command):
    for wrong in ("luck=1", "lapse_days", "lapse_days=-1"):
        assert "NAME=WEIGHT" in command.command("plan", "--weight", wrong, code=2)


def test_sdl_of_the_repository_is_the_schemas():
    done = subprocess.run([sys.executable, "-m", "muster", "sdl", "--check"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
