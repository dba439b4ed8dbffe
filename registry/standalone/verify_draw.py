"""
Run a published double-random draw again, with nothing but Python's standard library.

    python verify_draw.py document.json [--committed committed.json] [--public-value VALUE]

`document.json` is what was published of the draw. `committed.json` should be the copy you kept when the
draw was committed, VALUE what you read at the source that the manifest names: with both, nobody can have
steered the draw. Written anew from docs/reference/draw-format.md, on purpose: it shares no code with the
product. Exit code 0: everything agrees; 1: every fault is listed; 2: a file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

Data = dict[str, Any]


def canonical(value: object) -> str:
    """Return canonical JSON: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(*parts: str) -> str:
    """Return the SHA-256 (hex) of text parts kept apart by a zero byte."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def spelled(value: str) -> str:
    """Return a public value as it counts: ASCII letters, in lower case, and digits only."""
    text = unicodedata.normalize("NFKC", value).lower()
    return "".join(each for each in text if each.isascii() and each.isalnum())


def pick(seed: str, label: str, ids: list[str], count: int) -> list[str]:
    """Draw some ids by draw/v1."""
    key = hashlib.sha256(f"draw/v1\0{label}\0{seed}".encode()).digest()
    pool, block = sorted(ids), 0
    for place in range(count):
        bound = len(pool) - place
        while True:
            digest = hashlib.sha256(key + block.to_bytes(8, "big")).digest()
            block += 1
            number = int.from_bytes(digest, "big")
            if number < 2**256 - 2**256 % bound:
                break
        other = place + number % bound
        pool[place], pool[other] = pool[other], pool[place]
    return pool[:count]


def eligible(manifest: Data, pool: str) -> list[Data]:
    """Return the entries of a pool that no exclusion names."""
    out = {each["id"] for each in manifest["exclusions"] if each["pool"] == pool}
    return [each for each in manifest[pool] if each["id"] not in out]


def quotas(plan: Data, sizes: Counter[str]) -> dict[str, int]:
    """Return how many objects each stratum gives."""
    if plan["ratio_percent"] is not None:
        return {name: (plan["ratio_percent"] * size + 99) // 100 for name, size in sizes.items()}
    given = dict.fromkeys(sorted(sizes), 0)
    for _ in range(min(plan["objects_wanted"], sum(sizes.values()))):
        empty = [name for name in given if given[name] == 0]
        most = empty[0] if empty else max(given, key=lambda name: Fraction(sizes[name], given[name]))
        given[most] += 1
    return given


def strata(manifest: Data) -> list[Data]:
    """Return the strata as a result must have them."""
    pool = Counter(each["stratum"] for each in manifest["objects"])
    sizes = Counter(each["stratum"] for each in eligible(manifest, "objects"))
    share = quotas(manifest["plan"], sizes)
    return [
        {"stratum": name, "pool": pool[name], "eligible": sizes[name], "quota": share.get(name, 0)}
        for name in sorted(pool)
    ]


def may_inspect(inspector: Data, thing: Data, local_recusal: bool) -> bool:
    """Tell whether nothing keeps an inspector away from an object."""
    bodies = {inspector["organization"], *inspector["related"]}
    if bodies & set(thing["organizations"]) or inspector["id"] in thing["last_inspectors"]:
        return False
    return not (local_recusal and set(inspector["regions"]) & set(thing["regions"]))


def drawn(manifest: Data, seed: str) -> list[Data]:
    """Return what a result must have drawn."""
    plan, things = manifest["plan"], eligible(manifest, "objects")
    order: list[Data] = []
    for part in strata(manifest):
        members = {each["id"]: each for each in things if each["stratum"] == part["stratum"]}
        label = f"objects/{part['stratum']}"
        order += [members[name] for name in pick(seed, label, list(members), part["quota"])]
    loads: Counter[str] = Counter()
    found: list[Data] = []
    for ordinal, thing in enumerate(order, start=1):
        people = eligible(manifest, "inspectors")
        able = [each["id"] for each in people if may_inspect(each, thing, plan["local_recusal"])]
        ranked = sorted(pick(seed, f"insp/{thing['id']}", able, len(able)), key=lambda name: loads[name])
        chosen = ranked[: plan["inspectors_per_object"]]
        enough = len(chosen) == plan["inspectors_per_object"]
        loads.update(chosen if enough else [])
        found.append(
            {
                "ordinal": ordinal,
                "object": thing["id"],
                "stratum": thing["stratum"],
                "inspectors": chosen if enough else [],
                "undrawable": None if enough else "too_few_inspectors",
            }
        )
    return found


def manifest_faults(document: Data) -> Iterator[str]:
    """Yield what is wrong with the manifest by itself."""
    manifest = document["manifest"]
    if (document["format"], manifest["algorithm"]) != ("muster-draw/1", "draw/v1"):
        yield "format: not muster-draw/1 with draw/v1"
    for pool in ("objects", "inspectors"):
        ids = [each["id"] for each in manifest[pool]]
        if sha256(canonical(manifest[pool])) != manifest[f"{pool}_hash"]:
            yield f"{pool}: the pool is not the one that was frozen"
        if ids != sorted(set(ids)):
            yield f"{pool}: an id stands twice, or the pool is not in order"
    if sha256(canonical(manifest)) != document["manifest_hash"]:
        yield "manifest: altered, its hash does not match what it states"
    yield from plan_faults(manifest)
    yield from exclusion_faults(manifest)


def plan_faults(manifest: Data) -> Iterator[str]:
    """Yield what no plan may say."""
    plan = manifest["plan"]
    days = (manifest["committed_on"], plan["public_value_on"], plan["reveal_by"])
    if not (plan["frozen_on"] <= days[0] < days[1] <= days[2]):
        yield "plan: the public value was known at the commitment, or the days are out of order"
    if plan["inspectors_per_object"] < 2:
        yield "plan: fewer than two inspectors for one object"
    wanted = plan["objects_wanted"]
    if (wanted is None) == (plan["ratio_percent"] is None):
        yield "plan: neither or both of ratio and number"
    elif wanted is not None and wanted < len({each["stratum"] for each in manifest["objects"]}):
        yield "plan: fewer objects wanted than there are strata"


def exclusion_faults(manifest: Data) -> Iterator[str]:
    """Yield exclusions that name nothing or stand twice, and recent inspections treated otherwise."""
    plan, stated = manifest["plan"], manifest["exclusions"]
    names = [(each["pool"], each["id"]) for each in stated]
    for pool, name in sorted(set(names)):
        if name not in {each["id"] for each in manifest[pool]} or names.count((pool, name)) > 1:
            yield f"exclusion of {name}: not in the pool of {pool}, or stated twice"
    said = {each["id"] for each in stated if each["reason"] == "recently_inspected"}
    frozen = date.fromisoformat(plan["frozen_on"])
    recent = {
        each["id"]
        for each in manifest["objects"]
        if each["last_inspected_on"] is not None
        and (frozen - date.fromisoformat(each["last_inspected_on"])).days < plan["recent_days"]
    }
    for name in sorted(said ^ recent):
        yield f"exclusion of {name}: the rule on recent inspections says otherwise"


def reveal_faults(document: Data) -> Iterator[str]:
    """Yield what is wrong with secret, public value, days and seed."""
    manifest, reveal = document["manifest"], document["reveal"]
    plan = manifest["plan"]
    if sha256(reveal["secret"]) != manifest["commitment"]:
        yield "secret: not the one that was committed to"
    if reveal["revealed_on"] < plan["public_value_on"]:
        yield "reveal: earlier than the public value could be known"
    if reveal["late"] is not (reveal["revealed_on"] > plan["reveal_by"]):
        yield "reveal: does not say rightly whether it was late"
    seed = sha256(reveal["secret"], spelled(reveal["public_value"]), canonical(manifest))
    if seed != document["result"]["seed"]:
        yield "seed: does not follow from secret, public value and manifest; one of them was altered"


def result_faults(document: Data) -> Iterator[str]:
    """Yield where the result is not what the seed gives."""
    manifest, result = document["manifest"], document["result"]
    expected = drawn(manifest, result["seed"])
    if result["strata"] != strata(manifest):
        yield "result: the strata are not those of the manifest"
    wanted = manifest["plan"]["objects_wanted"]
    if result["shortfall"] != (0 if wanted is None else max(0, wanted - len(expected))):
        yield "result: the shortfall is not what the pool gives"
    if len(result["drawn"]) != len(expected):
        yield f"result: {len(result['drawn'])} objects, the seed draws {len(expected)}"
    for told, due in zip(result["drawn"], expected, strict=False):
        if told != due:
            yield f"result {due['ordinal']}: {canonical(told)}, the seed draws {canonical(due)}"


def faults(document: Data, committed: Data | None = None, public_value: str | None = None) -> list[str]:
    """Return everything that is wrong with a document, and with what was kept beside it."""
    found = list(manifest_faults(document))
    if committed is not None and committed["manifest"] != document["manifest"]:
        found.append("manifest: not the one you kept from the commitment")
    if document["reveal"] is None:
        return found
    found += reveal_faults(document)
    if public_value is not None and spelled(public_value) != spelled(document["reveal"]["public_value"]):
        found.append("public value: not the one you read at its source")
    return [*found, *result_faults(document)]


def options(arguments: list[str]) -> tuple[str, dict[str, str]] | None:
    """Return the file and the options named; None when they cannot be understood."""
    given = dict(zip(arguments[1::2], arguments[2::2], strict=False))
    if len(arguments) % 2 == 0 or not set(given) <= {"--committed", "--public-value"}:
        return None
    return arguments[0], given


def main(arguments: list[str]) -> int:
    """Check the document named and say what was found."""
    chosen = options(arguments)
    if chosen is None:
        sys.stderr.write(__doc__ or "")
        return 2
    file, given = chosen
    try:
        document = json.loads(Path(file).read_text(encoding="utf-8"))
        kept = given.get("--committed")
        committed = None if kept is None else json.loads(Path(kept).read_text(encoding="utf-8"))
        found = faults(document, committed, given.get("--public-value"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"cannot read: {error!r}\n")
        return 2
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    number = len(document["result"]["drawn"]) if document["result"] else 0
    sys.stdout.write(f"{document['manifest_hash']}: {number} objects drawn: {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
