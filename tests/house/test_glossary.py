"""One term per idea: no name of the code or of the contract uses a word the glossary rules out."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.house.sources import ROOT, modules, shown, tree

TERMS = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["term"]
FORBIDDEN = {word: term["en"] for term in TERMS for word in term["not"]}
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def _words(name):
    split = [word.lower() for word in WORDS.findall(name)]
    return {*split, *(word.removesuffix("s") for word in split)}


def _names(module):
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_code_uses_the_terms_of_the_glossary():
    found = set()
    for file in modules():
        for name in {file.stem, *_names(tree(file))}:
            for word in _words(name) & FORBIDDEN.keys():
                found.add(f"{shown(file)} {name}: say {FORBIDDEN[word]}")

    assert found == set()


def test_contract_uses_the_terms_of_the_glossary():
    text = (ROOT / "graphql" / "schema.graphql").read_text(encoding="utf-8")
    names = set(
        re.findall(
            r"^\s*(?:type|enum|input|interface|union)?\s*(\w+)",
            re.sub(r'"""[\s\S]*?"""', "", text),
            re.MULTILINE,
        )
    )

    assert {name for name in names if _words(name) & FORBIDDEN.keys()} == set()


@pytest.mark.parametrize("term", TERMS, ids=[term["en"] for term in TERMS])
def test_term_is_complete(term):
    assert set(term) == {"en", "zh", "meaning", "not"}
    assert re.search(r"[\u4e00-\u9fff]", term["zh"])
    assert term["meaning"].endswith((".", "…"))
    assert term["not"]


def test_terms_are_listed_once():
    assert len({term["en"] for term in TERMS}) == len(TERMS)
