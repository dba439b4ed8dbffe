"""The rules of a draw, and the stand-alone verifier that finds whatever was altered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes import Undrawable
from registry.draws.chance import seed_of, sha256_text
from registry.draws.drawing import draw, in_conflict, quotas
from registry.ledger import canonical
from registry.standalone import verify_draw
from tests.registry.draws.manifests import (
    PUBLIC_VALUE,
    SECRET,
    a_document,
    a_manifest,
    an_inspector,
    an_object,
)

FORTY = [an_inspector(number) for number in range(40)]


def test_loads_of_inspectors_are_equal() -> None:
    manifest = a_manifest([an_object(n) for n in range(100)], FORTY, objects_wanted=100)

    loads = Counter(each for one in draw(manifest, "seed").drawn for each in one.inspectors)

    assert (len(loads), loads.total(), set(loads.values()) <= {4, 5, 6}) == (40, 200, True)


def test_loads_stay_equal_with_conflicts() -> None:
    inspectors = [an_inspector(n, related=[f"U-{m:03}" for m in range(n, 100, 40)]) for n in range(40)]
    manifest = a_manifest([an_object(n) for n in range(100)], inspectors, objects_wanted=100)

    drawing = draw(manifest, "seed")

    loads = Counter(each for one in drawing.drawn for each in one.inspectors)
    assert set(loads.values()) <= {4, 5, 6}
    related = {each["id"]: set(each["related"]) for each in inspectors}
    bodies = {each["id"]: set(each["organizations"]) for each in manifest["objects"]}
    assert not any(related[i] & bodies[one.object] for one in drawing.drawn for i in one.inspectors)


@settings(deadline=None, max_examples=40)
@given(number=st.integers(1, 30), percent=st.integers(1, 100), seed=st.text(max_size=5))
def test_order_of_the_pools_changes_nothing(number, percent, seed) -> None:
    objects = [an_object(n, stratum=f"{n % 4}") for n in range(number)]
    there = a_manifest(objects, FORTY[:9], ratio_percent=percent)
    back = a_manifest(objects[::-1], FORTY[8::-1], ratio_percent=percent)

    drawing = draw(there, seed)

    assert drawing == draw(back, seed)
    assert all(part.quota == -(-part.pool * percent // 100) >= 1 for part in drawing.strata)
    assert len(drawing.drawn) == sum(part.quota for part in drawing.strata)
    assert len({each.object for each in drawing.drawn}) == len(drawing.drawn)


@pytest.mark.parametrize(
    ("plan", "sizes", "expected"),
    [
        ({"ratio_percent": 10, "objects_wanted": None}, {"a": 1, "b": 30, "c": 31}, {"a": 1, "b": 3, "c": 4}),
        ({"ratio_percent": None, "objects_wanted": 3}, {"a": 1, "b": 30, "c": 31}, {"a": 1, "b": 1, "c": 1}),
        ({"ratio_percent": None, "objects_wanted": 8}, {"a": 1, "b": 30, "c": 31}, {"a": 1, "b": 3, "c": 4}),
        ({"ratio_percent": None, "objects_wanted": 99}, {"a": 1, "b": 3}, {"a": 1, "b": 3}),
        ({"ratio_percent": None, "objects_wanted": 3}, {"b": 5, "a": 5}, {"a": 2, "b": 1}),
    ],
    ids=["ratio rounds up", "one each", "by size", "pool too small", "equals by code point"],
)
def test_every_stratum_gives_its_share(plan, sizes, expected) -> None:
    assert quotas(plan, sizes) == verify_draw.quotas(plan, Counter(sizes)) == expected


@pytest.mark.parametrize(
    ("inspector", "thing", "local", "conflict"),
    [
        ({}, {}, True, False),
        ({"organization": "U-001"}, {}, False, True),
        ({"related": ["U-001"]}, {}, False, True),
        ({}, {"last_inspectors": ["I-01"]}, False, True),
        ({"regions": ["510303"]}, {}, False, False),
        ({"regions": ["510303"]}, {}, True, True),
        ({"regions": ["510303902", "510303"]}, {"regions": ["510303901", "510303"]}, True, True),
        ({"regions": ["510302"]}, {}, True, False),
    ],
    ids=["free", "same body", "relation", "last time", "rule off", "serves there", "same line", "elsewhere"],
)
def test_conflicts_keep_an_inspector_away(inspector, thing, local, conflict) -> None:
    pair = (an_inspector(1, **inspector), an_object(1, **thing))

    assert in_conflict(*pair, local=local) is conflict
    assert verify_draw.may_inspect(*pair, local) is not conflict


def test_what_cannot_be_drawn_is_said_and_not_relaxed() -> None:
    two = [an_inspector(1), an_inspector(2, related=["U-001"])]
    objects = [an_object(1), an_object(2), an_object(4)]
    out = [{"pool": "objects", "id": "T-004", "reason": "closed", "note": ""}]
    manifest = a_manifest(objects, two, out, objects_wanted=3)

    drawing = draw(manifest, "seed")

    assert drawing.shortfall == 1
    told = {each.object: (set(each.inspectors), each.undrawable) for each in drawing.drawn}
    assert told == {"T-001": (set(), Undrawable.TOO_FEW_INSPECTORS), "T-002": ({"I-01", "I-02"}, None)}


def published() -> dict[str, Any]:
    """Return a published draw with strata, a recent inspection, exclusions and an undrawable object."""
    objects = [an_object(n, stratum=f"51030{2 + n % 3}") for n in range(30)]
    objects[3] |= {"last_inspected_on": "2026-01-05", "last_inspectors": ["I-01", "I-02"]}
    objects[4] |= {"organizations": ["OFFICE", "THIRD"]}
    exclusions = [
        {"pool": "inspectors", "id": "I-07", "reason": "unavailable", "note": "休假"},
        {"pool": "objects", "id": "T-003", "reason": "recently_inspected", "note": ""},
    ]
    manifest = a_manifest(
        objects, FORTY[:12], exclusions, objects_wanted=29, strata="region", local_recusal=True
    )
    return a_document(manifest)


def test_published_draw_is_verified() -> None:
    document = published()

    assert [each["object"] for each in document["result"]["drawn"] if each["undrawable"]] == ["T-004"]
    assert verify_draw.faults(document, deepcopy(document), PUBLIC_VALUE) == []
    waiting = document | {"reveal": None, "result": None}
    assert verify_draw.faults(waiting) == []


def _name(document: dict[str, Any]) -> None:
    document["manifest"]["objects"][0]["name"] = "改名"


def _drop_object(document: dict[str, Any]) -> None:
    del document["manifest"]["objects"][0]


def _drop_exclusion(document: dict[str, Any]) -> None:
    del document["manifest"]["exclusions"][1]


def _add_exclusion(document: dict[str, Any]) -> None:
    more = {"pool": "objects", "id": "T-999", "reason": "closed", "note": ""}
    document["manifest"]["exclusions"].append(more)


def _secret(document: dict[str, Any]) -> None:
    document["reveal"]["secret"] = "00" * 32


def _value(document: dict[str, Any]) -> None:
    document["reveal"]["public_value"] = "3 187.43"


def _object_of_result(document: dict[str, Any]) -> None:
    document["result"]["drawn"][0]["object"] = "T-029"


def _inspector_of_result(document: dict[str, Any]) -> None:
    document["result"]["drawn"][0]["inspectors"].reverse()


def _drop_result(document: dict[str, Any]) -> None:
    document["result"]["drawn"].pop()


def _seed(document: dict[str, Any]) -> None:
    document["result"]["seed"] = "0" * 64


def _one_inspector(document: dict[str, Any]) -> None:
    document["manifest"]["plan"]["inspectors_per_object"] = 1


def _known_value(document: dict[str, Any]) -> None:
    document["manifest"]["plan"]["public_value_on"] = "2026-03-03"


def _late(document: dict[str, Any]) -> None:
    document["reveal"]["revealed_on"] = "2026-03-21"


TAMPERINGS = [
    (_name, ["objects: the pool is not the one", "manifest: altered"]),
    (_drop_object, ["objects: the pool is not the one", "manifest: altered"]),
    (_drop_exclusion, ["manifest: altered", "exclusion of T-003: the rule on recent"]),
    (_add_exclusion, ["manifest: altered", "exclusion of T-999: not in the pool"]),
    (_secret, ["secret: not the one", "seed: does not follow"]),
    (_value, ["seed: does not follow"]),
    (_object_of_result, ["result 1:"]),
    (_inspector_of_result, ["result 1:"]),
    (_drop_result, ["result: 28 objects, the seed draws 29"]),
    (_seed, ["seed: does not follow", "result 1:"]),
    (_one_inspector, ["manifest: altered", "plan: fewer than two inspectors"]),
    (_known_value, ["manifest: altered", "plan: the public value was known"]),
    (_late, ["reveal: does not say rightly"]),
]


@pytest.mark.parametrize(("tamper", "named"), TAMPERINGS, ids=[each[0].__name__ for each in TAMPERINGS])
def test_verifier_names_what_was_altered(tamper, named) -> None:
    document = published()

    tamper(document)

    found = verify_draw.faults(document)
    for begins in named:
        assert any(fault.startswith(begins) for fault in found), (begins, found)


def test_a_draw_made_anew_from_another_manifest_differs_from_the_kept_one() -> None:
    kept = published()
    other = deepcopy(kept["manifest"])
    other["exclusions"].append({"pool": "objects", "id": "T-011", "reason": "closed", "note": ""})

    found = verify_draw.faults(a_document(other), kept | {"reveal": None, "result": None})

    assert found == ["manifest: not the one you kept from the commitment"]


def test_another_public_value_drawn_anew_differs_from_its_source() -> None:
    kept = published()
    text = canonical(kept["manifest"])
    kept["reveal"]["public_value"] = "9"
    seed = seed_of(SECRET, "9", text)
    kept["result"] |= {"seed": seed, "drawn": verify_draw.drawn(kept["manifest"], seed)}

    assert kept["manifest_hash"] == sha256_text(text)
    assert verify_draw.faults(kept) == []
    assert verify_draw.faults(kept, None, PUBLIC_VALUE) == [
        "public value: not the one you read at its source"
    ]


def test_verifier_runs_alone_with_python_only(tmp_path: Path) -> None:
    program = tmp_path / "verify_draw.py"
    program.write_text(Path(verify_draw.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    document = published()
    good.write_text(canonical(document), encoding="utf-8")
    _secret(document)
    bad.write_text(json.dumps(document), encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(program), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    ways = [
        run(str(good), "--committed", str(good), "--public-value", PUBLIC_VALUE),
        run(str(bad)),
        run("nowhere.json"),
        run(),
        run(str(good), "--nonsense", "x"),
    ]
    assert [each.returncode for each in ways] == [0, 1, 2, 2, 2]
    assert ways[0].stdout.endswith("29 objects drawn: 0 faults\n")
    assert ways[1].stdout.splitlines()[0] == "secret: not the one that was committed to"
