"""The contract: the committed SDL, its words, its operations, its problems, and how it reads rows."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    OperationDefinitionNode,
    is_specified_scalar_type,
    parse,
    validate,
)

from api.handlers import HANDLERS
from api.nodes import TYPES
from api.problems import Problem
from api.schema import schema
from exercises.errors import ExercisesError, InvalidNotice
from registry.errors import Conflict, InUse, Refused, RegistryError
from registry.evidence import EvidenceLost, FileRefused
from tests.api.harness import OPERATIONS

ROOT = Path(__file__).parents[2]
CORE = schema._schema
#: Codes of errors at the top level, beside those of problems.
TOP_LEVEL = {
    "BAD_REQUEST",
    "COST",
    "INTERNAL",
    "INVALID_CURSOR",
    "NOT_ACCEPTABLE",
    "PAGE_SIZE",
    "TIMEOUT",
    "TOO_MANY",
    "UNAUTHENTICATED",
}


def test_committed_sdl_is_the_schemas() -> None:
    committed = (ROOT / "graphql" / "schema.graphql").read_text()

    assert committed == schema.as_str().rstrip() + "\n", "stale: run `make sdl`"


#: Notices of workdays are read by the command line only; files come and go by plain HTTP; no change
#: of the API removes what others may refer to.
ELSEWHERE = {InvalidNotice, FileRefused, EvidenceLost, InUse}


def members() -> list[tuple[str, Any]]:
    """Return every member of the schema that must be described, with its address."""
    found: list[tuple[str, Any]] = []
    for name, kind in CORE.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind) or name in ("Date", "DateTime"):
            continue
        found.append((name, kind))
        if isinstance(kind, GraphQLEnumType):
            found += [(f"{name}.{value}", each) for value, each in kind.values.items()]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            found += [(f"{name}.{field}", each) for field, each in kind.fields.items()]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            found += [
                (f"{name}.{field}({argument}:)", each)
                for field, definition in kind.fields.items()
                for argument, each in definition.args.items()
            ]
    return found


def test_every_member_is_described_in_a_sentence() -> None:
    mute = [address for address, member in members() if not (member.description or "").strip()]
    unfinished = [
        address for address, member in members() if not (member.description or ".").strip().endswith(".")
    ]

    assert (mute, unfinished) == ([], [])


def domain_errors(root: type[Exception]) -> set[type[Exception]]:
    """Return the errors of a tree that can be raised: its leaves."""
    below = root.__subclasses__()
    return {error for child in below for error in (domain_errors(child) or {child})}


def test_every_domain_error_has_one_handler() -> None:
    handled = [error for handler in HANDLERS for error in handler.exception_type]

    assert set(handled) == (domain_errors(RegistryError) | domain_errors(ExercisesError)) - ELSEWHERE
    assert len(handled) == len(set(handled))
    assert Conflict not in handled
    assert Refused not in handled


def test_every_problem_can_be_answered_by_some_change() -> None:
    problems = {kind.name for kind in CORE.get_implementations(CORE.type_map["Problem"]).objects}
    unions = [kind for kind in CORE.type_map.values() if isinstance(kind, GraphQLUnionType)]

    assert problems == {handler.error_type.__name__ for handler in HANDLERS}
    assert problems <= {kind.name for union in unions for kind in union.types}


def test_members_of_a_payload_never_contradict_each_other() -> None:
    clashes = []
    for union in CORE.type_map.values():
        if not isinstance(union, GraphQLUnionType):
            continue
        kinds: dict[str, str] = {}
        for member in union.types:
            for name, field in member.fields.items():
                if kinds.setdefault(name, str(field.type)) != str(field.type):
                    clashes.append(f"{union.name}: {member.name}.{name}")

    assert clashes == []


def test_every_mutation_takes_one_input_and_answers_with_its_payload() -> None:
    assert CORE.mutation_type is not None
    for name, field in CORE.mutation_type.fields.items():
        payload = CORE.type_map[str(field.type).rstrip("!")]
        assert list(field.args) == ["input"], name
        assert isinstance(payload, GraphQLUnionType), name
        assert payload.name == name[0].upper() + name[1:] + "Payload"
        assert "reason" in CORE.type_map[str(field.args["input"].type).rstrip("!")].fields, name


def codes() -> list[str]:
    """Return every code the API can answer with."""
    domain = domain_errors(RegistryError) | domain_errors(ExercisesError)
    return sorted({error.code for error in domain} | TOP_LEVEL)


@pytest.mark.parametrize("code", codes())
def test_every_code_has_its_page(code: str) -> None:
    page = ROOT / "docs" / "errors" / f"{code.lower().replace('_', '-')}.md"

    text = page.read_text()
    assert text.startswith(f"# {code}\n")
    assert "## What it means" in text
    assert "## What to do" in text
    assert "## Example" in text


def test_top_level_codes_are_all_known() -> None:
    written = {
        code
        for file in (ROOT / "graphql" / "api").glob("*.py")
        for code in re.findall(r'(?:coded|refusal)\(\s*(?:[\w.]+,\s*)?"([A-Z_]+)"', file.read_text())
    }

    assert written | {"INTERNAL"} == TOP_LEVEL


@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
def test_operation_is_valid_and_named_after_its_file(file: Path) -> None:
    document = parse(file.read_text())

    assert validate(CORE, document) == []
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    assert [node.name.value for node in operations if node.name] == [file.stem]


def test_every_root_field_has_an_operation() -> None:
    asked = {
        selection.name.value
        for file in OPERATIONS.glob("*.graphql")
        for node in parse(file.read_text()).definitions
        for selection in node.selection_set.selections
    }
    roots = (CORE.query_type, CORE.mutation_type, CORE.subscription_type)

    # `nodes`, `person` and the like are for clients that keep a cache by id.
    assert {name for root in roots for name in root.fields} - asked == {"nodes", "resource"}


READS = {"filter", "all", "get", "get_or_none", "first", "exclude", "raw", "fetch_related", "in_bulk"}
#: Tables of pairs, used in conditions only: their rows never reach a client.
PAIRS = {"RegionClosure", "EventTeam"}


def test_rows_are_read_through_the_gate_alone() -> None:
    wild = []
    for file in (ROOT / "graphql" / "api").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            source = ast.unparse(node.func.value)
            named = re.fullmatch(r"(?:\w+\.)*([A-Z][a-z]\w*)", source)
            if node.func.attr in READS and named and named[1] not in PAIRS:
                wild.append(f"{file.name}:{node.lineno} {source}.{node.func.attr}")

    assert wild == []


def test_types_name_their_table_and_only_its_columns_and_relations() -> None:
    unknown = []
    for name, kind in TYPES.items():
        table = kind.__table__
        for field in kind.__strawberry_definition__.fields:
            if field.base_resolver is None and field.python_name not in table._meta.fields_map:
                unknown.append(f"{name}.{field.python_name}")

    assert unknown == []


def test_problem_interface_is_small() -> None:
    assert sorted(CORE.type_map["Problem"].fields) == ["code", "message", "messageZh", "path"]
    assert Problem.__strawberry_definition__.is_interface
