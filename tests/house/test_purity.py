"""Nobody below `muster` reads the clock, the environment or unseeded chance; scoped tables have one gate."""

from __future__ import annotations

import ast

from tests.house.sources import PACKAGES, modules, shown, tree

CLOCK = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}
CHANCE = {
    "random.random", "random.randint", "random.choice", "random.choices", "random.shuffle", "random.sample",
    "random.seed", "random.uniform", "random.SystemRandom", "os.urandom", "uuid.uuid1", "uuid.uuid4",
}  # fmt: skip
ANY_OF_MODULE = ("secrets.",)
MONOTONIC = {
    "time.monotonic",
    "time.perf_counter",
    "time.process_time",
    "time.monotonic_ns",
    "time.perf_counter_ns",
}
MONOTONIC_ALLOWED = {"scheduling/budget.py", "graphql/api/limits.py", "registry/consistency/issues.py"}
ASYNC_CLOCKS_ALLOWED = {"asyncio.sleep"}


def _full_names(module: ast.Module) -> list[tuple[str, int]]:
    """Return every dotted name used in the module with its aliases resolved, and the line."""
    known: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            known.update(
                {
                    (alias.asname or alias.name.split(".")[0]): (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
                    for alias in node.names
                }
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            known.update(
                {(alias.asname or alias.name): f"{node.module}.{alias.name}" for alias in node.names}
            )
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            try:
                dotted = ast.unparse(node)
            except ValueError:
                continue
            first, _, rest = dotted.partition(".")
            if first in known and "(" not in dotted:
                found.append((known[first] + (f".{rest}" if rest else ""), node.lineno))
    return found


def _impure(name: str, file: str) -> bool:
    tail = ".".join(name.split(".")[-2:])
    if (
        name in ENVIRONMENT
        or name in CHANCE
        or name.startswith(ANY_OF_MODULE)
        or name == "random.Random.seed"
    ):
        return True
    if name in CLOCK or (tail in CLOCK and name.startswith("datetime.")):
        return True
    return name in MONOTONIC and file not in MONOTONIC_ALLOWED


def test_nobody_below_muster_reads_clock_environment_or_chance():
    found = []
    for file in modules():
        if PACKAGES["muster"] in file.parents:
            continue
        found += [
            f"{shown(file)}:{line} {name}"
            for name, line in _full_names(tree(file))
            if _impure(name, shown(file))
        ]

    assert sorted(set(found)) == []


def test_within_muster_only_clock_and_settings_read_them():
    allowed = {"muster/clock.py": CLOCK | CHANCE | {"secrets.token_bytes"}, "muster/settings.py": ENVIRONMENT}
    found = []
    for file in modules():
        if PACKAGES["muster"] not in file.parents:
            continue
        for name, line in _full_names(tree(file)):
            monotonic = name in MONOTONIC
            if (
                not monotonic
                and _impure(name, shown(file))
                and name not in _with_tails(allowed.get(shown(file), set()))
            ):
                found.append(f"{shown(file)}:{line} {name}")

    assert sorted(set(found)) == []


def _with_tails(names: set[str]) -> set[str]:
    return names | {f"datetime.{name}" for name in names}


def test_purity_scan_sees_what_it_must_see():
    source = (
        "import os, uuid, time as t\nfrom datetime import datetime as d\nfrom secrets import token_hex\n"
        "os.environ['A']; uuid.uuid4(); t.monotonic(); d.now(); token_hex(3)\n"
    )

    seen = {name for name, _ in _full_names(ast.parse(source)) if _impure(name, "x.py")}

    assert seen == {
        "os.environ",
        "uuid.uuid4",
        "time.monotonic",
        "datetime.datetime.now",
        "secrets.token_hex",
    }
