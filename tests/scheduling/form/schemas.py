"""Just enough of JSON Schema to hold documents against ours: the keywords these schemas use, no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}
SILENT = {"title", "description", "default", "$schema", "$id", "$defs"}


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None) -> bool:
    """Return whether a value satisfies a schema; an unknown keyword is a `KeyError`."""
    root = root or schema
    return all(
        CHECKS[keyword](wanted, value, schema, root)
        for keyword, wanted in schema.items()
        if keyword not in SILENT
    )


def _entries(wanted: Any, value: Any, schema: Any, root: Any) -> bool:
    first = len(schema.get("prefixItems", ()))
    return not isinstance(value, list) or all(accepts(wanted, entry, root) for entry in value[first:])


CHECKS: dict[str, Callable[[Any, Any, Any, Any], bool]] = {
    "type": lambda w, v, s, r: TYPES[w](v),
    "const": lambda w, v, s, r: v == w,
    "enum": lambda w, v, s, r: v in w,
    "$ref": lambda w, v, s, r: accepts(r["$defs"][w.rsplit("/", 1)[1]], v, r),
    "anyOf": lambda w, v, s, r: any(accepts(one, v, r) for one in w),
    "oneOf": lambda w, v, s, r: sum(accepts(one, v, r) for one in w) == 1,
    "properties": lambda w, v, s, r: (
        not isinstance(v, dict) or all(accepts(w[name], v[name], r) for name in w if name in v)
    ),
    "required": lambda w, v, s, r: not isinstance(v, dict) or set(w) <= set(v),
    "additionalProperties": lambda w, v, s, r: (
        w is not False or not isinstance(v, dict) or set(v) <= set(s["properties"])
    ),
    "items": _entries,
    "prefixItems": lambda w, v, s, r: (
        not isinstance(v, list) or all(accepts(a, b, r) for a, b in zip(w, v, strict=False))
    ),
    "minItems": lambda w, v, s, r: not isinstance(v, list) or len(v) >= w,
    "maxItems": lambda w, v, s, r: not isinstance(v, list) or len(v) <= w,
    "minLength": lambda w, v, s, r: not isinstance(v, str) or len(v) >= w,
    "minimum": lambda w, v, s, r: not TYPES["number"](v) or v >= w,
    "maximum": lambda w, v, s, r: not TYPES["number"](v) or v <= w,
    "format": lambda w, v, s, r: (
        not isinstance(v, str) or w != "date" or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", v))
    ),
}
