"""Every setting, command, error code, rule and decision has its place in the documents."""

from __future__ import annotations

import ast
import re

import pytest
import typer

from muster.cli import app
from muster.settings import Settings
from scheduling.rules import RULES
from tests.house.sources import PACKAGES, ROOT, shown, tree

DOCS = ROOT / "docs"
SETTINGS = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_setting_is_documented(name):
    line = next((line for line in SETTINGS.splitlines() if f"`MUSTER_{name.upper()}`" in line), "")

    assert Settings.model_fields[name].description.replace("|", "\\|") in line


def test_no_setting_is_documented_that_does_not_exist():
    assert {name.lower() for name in re.findall(r"`MUSTER_(\w+)`", SETTINGS)} - {"config"} == set(
        Settings.model_fields
    )


def _commands(command, path=()):
    subcommands = getattr(command, "commands", {})
    if path:
        yield " ".join(path), command
    for name, sub in subcommands.items():
        yield from _commands(sub, (*path, name))


ALL_COMMANDS = dict(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", sorted(ALL_COMMANDS))
def test_command_is_documented_with_its_options(name):
    section = re.search(rf"^## muster {name}\n(.*?)(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)

    assert section, name
    for parameter in ALL_COMMANDS[name].params:
        shown_name = (
            max(parameter.opts, key=len) if parameter.opts[0].startswith("-") else parameter.name.upper()
        )
        assert shown_name in section.group(1), (name, shown_name)


@pytest.mark.parametrize("name", sorted(ALL_COMMANDS))
def test_command_helps_in_whole_sentences(name):
    command = ALL_COMMANDS[name]

    assert command.help.rstrip().endswith(".")
    assert [
        p.name
        for p in command.params
        if p.name != "help" and not (getattr(p, "help", "") or "").endswith(".")
    ] == []


def _codes():
    for package in ("registry", "exercises", "seeds"):
        nodes = (
            (node, file) for file in PACKAGES[package].rglob("errors.py") for node in ast.walk(tree(file))
        )
        for node, file in nodes:
            if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Constant):
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if isinstance(target, ast.Name) and target.id == "code" and isinstance(node.value.value, str):
                    yield node.value.value, shown(file)


ROOTS = {
    "REGISTRY_ERROR",
    "EXERCISES_ERROR",
    "SEEDS_ERROR",
    "CONFLICT",
    "REFUSED",
}  # families, never raised themselves


@pytest.mark.parametrize("code", sorted({code for code, _ in _codes()} - ROOTS))
def test_error_code_has_a_page(code):
    assert (DOCS / "errors" / f"{code.lower().replace('_', '-')}.md").is_file()


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_planning_rule_has_a_page(rule):
    page = DOCS / "rules" / f"{rule.code.lower().replace('_', '-')}.md"

    assert page.is_file()
    text = page.read_text(encoding="utf-8")
    assert rule.zh in text
    assert rule.en in text


def test_decisions_are_numbered_without_gaps_and_tagged():
    files = sorted((DOCS / "decisions").glob("*.md"))

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(file.name[:4])}. "), file
        assert "**Tags**: " in text, file
        for heading in ("Context", "Decision", "Not chosen", "Consequences"):
            assert f"## {heading}\n" in text, (file, heading)


def test_relative_links_of_the_documents_lead_somewhere():
    broken = []
    for file in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", file.read_text(encoding="utf-8")):
            if not (file.parent / target).exists():
                broken.append(f"{shown(file)}: {target}")

    assert broken == []
