from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from muster import clock
from muster.settings import ConfigurationError, Settings, load_settings


def _refused(environment, directory):
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environment, directory=directory)
    return caught.value


def test_settings_are_complete_without_any_variable(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = load_settings({}, directory=tmp_path)

    assert settings.database_url == f"sqlite://{tmp_path}/var/muster.db"
    assert settings.database_file == tmp_path / "var" / "muster.db"
    assert settings.jobs_url == f"sqlite:///{tmp_path}/var/muster-jobs.db"
    assert (settings.host, settings.port, settings.year, settings.scale) == (
        "127.0.0.1",
        8000,
        clock.training_year(),
        "city",
    )
    assert settings.development is False


def test_settings_take_the_environment_over_the_file_over_the_default(tmp_path):
    (tmp_path / "muster.toml").write_text("port = 9000\nyear = 2027\n", encoding="utf-8")

    settings = load_settings({"MUSTER_PORT": "9001", "PATH": "/bin"}, directory=tmp_path)

    assert (settings.port, settings.year, settings.seed) == (9001, 2027, 1)


def test_settings_take_the_file_that_is_named(tmp_path):
    file = tmp_path / "elsewhere.toml"
    file.write_text('allowed_hosts = ["muster.example"]\n', encoding="utf-8")

    assert load_settings({"MUSTER_CONFIG": str(file)}, directory=tmp_path).allowed_hosts == (
        "muster.example",
    )


def test_settings_split_lists_at_commas(tmp_path):
    settings = load_settings({"MUSTER_ALLOWED_HOSTS": "a.example, b.example,"}, directory=tmp_path)

    assert settings.allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("environment", "variable", "word"),
    [
        pytest.param({"MUSTER_PORT": "0"}, "MUSTER_PORT", "greater than or equal to 1", id="too small"),
        pytest.param({"MUSTER_PORT": "http"}, "MUSTER_PORT", "valid integer", id="no number"),
        pytest.param({"MUSTER_PROT": "8000"}, "MUSTER_PROT", "no setting of that name", id="misspelt"),
        pytest.param({"MUSTER_SCALE": "nation"}, "MUSTER_SCALE", "'city' or 'province'", id="unknown choice"),
        pytest.param({"MUSTER_REGION": "Zigong"}, "MUSTER_REGION", "match", id="no code"),
        pytest.param(
            {"MUSTER_DATABASE_URL": "mysql://h/d"},
            "MUSTER_DATABASE_URL",
            "mysql is not supported",
            id="database",
        ),
        pytest.param(
            {"MUSTER_DATABASE_URL": "muster.db"}, "MUSTER_DATABASE_URL", "no address", id="no address"
        ),
        pytest.param(
            {"MUSTER_DATABASE_URL": "sqlite://:memory:"}, "MUSTER_DATABASE_URL", "in memory", id="memory"
        ),
        pytest.param({"MUSTER_CONFIG": "no-such.toml"}, "MUSTER_CONFIG", "cannot be read", id="no file"),
    ],
)
def test_settings_refuse_what_cannot_be_used(tmp_path, environment, variable, word):
    error = _refused(environment, tmp_path)

    assert error.variable == variable
    assert word in error.reason
    assert error.code == "CONFIGURATION"


def test_settings_refuse_a_file_with_an_unknown_name(tmp_path):
    (tmp_path / "muster.toml").write_text("prot = 1\n", encoding="utf-8")

    assert _refused({}, tmp_path).variable == "prot"


@pytest.mark.parametrize(
    ("given", "inside", "jobs"),
    [
        ("sqlite:///data/m.db", "sqlite:///data/m.db", "sqlite:////data/m-jobs.db"),
        ("postgres://u:p@h:5433/d", "postgres://u:p@h:5433/d", "postgresql+psycopg://u:p@h:5433/d"),
        ("postgresql+psycopg://u@h/d", "postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("asyncpg://u@h/d?minsize=2", "postgres://u@h/d?minsize=2", "postgresql+psycopg://u@h/d"),
        (
            "postgres://u@/d?host=%2Frun%2Fpg",
            "postgres://u@/d?host=%2Frun%2Fpg",
            "postgresql+psycopg://u@/d?host=%2Frun%2Fpg",
        ),
    ],
)
def test_database_address_is_taken_in_its_usual_spellings(tmp_path, given, inside, jobs):
    settings = load_settings({"MUSTER_DATABASE_URL": given}, directory=tmp_path)

    assert (settings.database_url, settings.jobs_url) == (inside, jobs)


def test_shown_settings_hold_no_password(tmp_path):
    settings = load_settings({"MUSTER_DATABASE_URL": "postgres://u:sekrit@h/d"}, directory=tmp_path)

    shown = settings.shown()

    assert set(shown) == set(Settings.model_fields)
    assert shown["database_url"] == "postgres://u:•••@h/d"
    assert "sekrit" not in str(shown)


def test_settings_are_frozen(tmp_path):
    settings = load_settings({}, directory=tmp_path)

    with pytest.raises(ValidationError):
        settings.port = 1


@pytest.mark.parametrize(("day", "year"), [("2026-09-30", 2026), ("2026-10-01", 2027), ("2026-12-31", 2027)])
def test_next_year_is_planned_from_october_on(monkeypatch: pytest.MonkeyPatch, day: str, year: int) -> None:
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))

    assert clock.training_year() == year
