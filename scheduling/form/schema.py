"""
JSON Schema (draft 2020-12) of the three documents, made from the dataclasses and the table of fields.

A schema says what each place may hold; that ids exist, windows run forward and days rise is for the reader
(`scheduling.validation`), so a document the schema accepts may still be refused, never the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scheduling.form.fields import FIELDS, Field
from scheduling.outcome import Infeasible, Planned, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.serial import ADAPTERS, OUTCOME_FORMAT, PLAN_FORMAT, PROBLEM_FORMAT

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return the schema of each document by its name: problem, plan, outcome."""
    return {
        "problem": _titled(_document(Problem, PROBLEM_FORMAT), PROBLEM_FORMAT),
        "plan": _titled(_document(Plan, PLAN_FORMAT), PLAN_FORMAT),
        "outcome": _titled(_outcome(), OUTCOME_FORMAT),
    }


def written(schema: Schema) -> str:
    """Return a schema as the text that is kept in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> tuple[Path, ...]:
    """Write each schema to `folder` as ``NAME.schema.json`` and return the files."""
    files: list[Path] = []
    for name, schema in schemas().items():
        files.append(folder / f"{name}.schema.json")
        files[-1].write_text(written(schema), encoding="utf-8")
    return tuple(files)


def outdated(folder: Path) -> tuple[Path, ...]:
    """Return the files of `folder` that are missing or are not what `write` would write."""
    files = {folder / f"{name}.schema.json": written(schema) for name, schema in schemas().items()}
    return tuple(
        file for file, text in files.items() if not file.is_file() or file.read_text(encoding="utf-8") != text
    )


def _titled(schema: Schema, name: str) -> Schema:
    place = name.replace("/", ":").replace("muster-", "")
    return {"$schema": DRAFT, "$id": f"urn:muster:{place}", **schema}


def _document(kind: type, name: str) -> Schema:
    """Return the schema of one dataclass at the top of a document of this format."""
    schema = ADAPTERS[kind].json_schema()
    definitions = schema.pop("$defs", {})
    _describe(schema, kind.__name__)
    schema["properties"] = {
        "format": {"const": name, "description": "Name and version of this form; always write it."},
        "$schema": {"type": "string", "description": "For editors; the reader passes over it."},
        **schema["properties"],
    }
    for title, definition in definitions.items():
        _describe(definition, title)
    return {**schema, "$defs": definitions} if definitions else schema


def _outcome() -> Schema:
    definitions: Schema = {}
    for kind in (Planned, Infeasible, Unfinished):
        schema = _document(kind, OUTCOME_FORMAT)
        definitions.update(schema.pop("$defs", {}))
        word = {"const": kind.__name__.lower(), "description": "Which kind of outcome this is."}
        schema["properties"] = {"type": word, **schema["properties"]}
        schema["required"] = ["type", *schema["required"]]
        definitions[kind.__name__] = schema
    choices = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in (Planned, Infeasible, Unfinished)]
    text = "How a search ended: with a plan, with a conflict that no plan resolves, or stopped on the way."
    return {"title": "Outcome", "description": text, "oneOf": choices, "$defs": definitions}


def _describe(schema: Schema, kind: str) -> None:
    """Give an object's fields their descriptions and bounds; what is no object stays as it is."""
    for name, field in FIELDS.get(kind, {}).items():
        entry = schema["properties"][name]
        entry["description"] = field.text
        entry.pop("uniqueItems", None)
        for place in _values(entry):
            place.update(_limits(field, place))


def _values(entry: Schema) -> Iterable[Schema]:
    """Return the places of a field that hold its value: itself, or its alternatives to null."""
    return [one for one in entry["anyOf"] if one.get("type") != "null"] if "anyOf" in entry else [entry]


def _limits(field: Field, place: Schema) -> Schema:
    entries = "minLength" if place.get("type") == "string" else "minItems"
    found = {"minimum": field.least, "maximum": field.most, entries: field.entries}
    return {name: value for name, value in found.items() if value is not None}
