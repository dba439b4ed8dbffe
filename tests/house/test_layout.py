"""The layout's traps: the graphql folder shadows nothing, imports run downwards, locks name no host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import graphql
import pytest

from tests.house.sources import PACKAGES, ROOT, committed, modules, shown


def test_graphql_folder_does_not_shadow_graphql_core():
    assert not (ROOT / "graphql" / "__init__.py").exists()
    assert ROOT / "graphql" not in Path(graphql.__file__).parents
    assert "site-packages" in Path(graphql.__file__).parts


def test_graphql_core_wins_when_started_from_the_root():
    code = "import sys; sys.path.insert(0, ''); import graphql; print(graphql.specified_rules is not None)"

    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "True"


def test_tests_are_packages_of_their_own():
    assert (ROOT / "tests" / "__init__.py").is_file()
    assert not (ROOT / "tests" / "graphql").exists()


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_package_is_typed(package):
    assert (PACKAGES[package] / "py.typed").is_file()


def test_imports_run_downwards():
    out = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )

    assert out.returncode == 0, out.stdout[-3_000:]


BANNED_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}


def test_no_module_has_a_name_that_says_nothing():
    assert [shown(file) for file in modules() if file.stem in BANNED_NAMES] == []


def test_locks_are_hashed_and_name_no_host():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\s]*==[^\s]+ \\$", text, flags=re.MULTILINE)

        assert pins, lock
        assert len(pins) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)), lock
        assert not re.search(r"://|--index|--find-links|--trusted-host", text), lock


TEXTS = {".py", ".toml", ".md", ".txt", ".yaml", ".yml", ".graphql", ".json", ".csv", ".sql", ""}
MACHINE = re.compile(
    r"/(?:root|home/[a-z]+|work|tmp/[a-z]+)/[a-z]|(?:pypi|files\.pythonhosted|registry\.npmjs)\.org"
)


def test_no_file_names_a_path_of_a_machine_or_a_package_registry():
    found = []
    for file in committed():
        if file.suffix in TEXTS and file.resolve() != Path(__file__).resolve() and file.name != "LICENSE":
            text = file.read_text(encoding="utf-8", errors="replace")
            found += [f"{shown(file)}: {hit.group()}" for hit in MACHINE.finditer(text)]

    assert found == []
