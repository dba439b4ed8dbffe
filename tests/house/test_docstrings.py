"""Every public name of the six packages says what it is."""

from __future__ import annotations

import ast

from tests.house.sources import modules, shown, tree

STRAWBERRY_CALLS = {"resolver", "connect"}


def _undocumented(file):
    module = tree(file)
    if not ast.get_docstring(module):
        yield f"{shown(file)}:1 module"
    yield from _in_body(module.body, shown(file), "")


def _in_body(body, place, owner):
    for node in body:
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _overloaded(node):
            yield f"{place}:{node.lineno} {owner}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _in_body(node.body, place, f"{node.name}.")


def _overloaded(node):
    return any(ast.unparse(decorator).endswith(("overload", ".setter")) for decorator in node.decorator_list)


def test_every_public_name_is_documented():
    assert [missing for file in modules() for missing in _undocumented(file)] == []


def test_every_module_sentence_ends():
    unfinished = []
    for file in modules():
        text = ast.get_docstring(tree(file)) or ""
        if text and not text.split("\n\n")[0].rstrip().endswith((".", "。", ":", "!", "?", "`")):
            unfinished.append(shown(file))

    assert unfinished == []
