"""Thirty lines a function, three hundred a module."""

from __future__ import annotations

import ast

from tests.house.sources import modules, shown, tree

MODULE_LINES = 300
TABLE_LINES = 400
BODY_LINES = 30
TABLES = {  # tables of data or rules, read row by row
    "exercises/codes.py",
    "exercises/default_syllabus.py",
    "registry/consistency/rules/memberships.py",
    "registry/consistency/rules/teams.py",
}
LONGER_BODIES = {  # "file function": why it reads better in one piece
    "scheduling/bounds.py _series_bound": "one dynamic program over the days of a series",
}


def _body_lines(node):
    body = node.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_modules_stay_short():
    lengths = {shown(file): len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    long = {
        name: lines
        for name, lines in lengths.items()
        if lines > (TABLE_LINES if name in TABLES else MODULE_LINES)
    }

    assert long == {}


def test_functions_stay_short():
    long = {}
    for file in modules():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                key, lines = f"{shown(file)} {node.name}", _body_lines(node)
                if lines > BODY_LINES and key not in LONGER_BODIES:
                    long[key] = lines

    assert long == {}
