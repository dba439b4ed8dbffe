"""
Check an exported ledger against seals, with nothing but Python's standard library.

    python verify_ledger.py seals.json entries.jsonl

`seals.json` should be the copy you kept yourself, not the one that came with the entries. Written
anew from the description in docs/reference/ledger-format.md, on purpose: it shares no code with the
product. Exit code 0: everything agrees; 1: every fault is listed; 2: a file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
Seal = dict[str, Any]

GENESIS = "0" * 64
STATED = (
    "record_table",
    "record_id",
    "sequence",
    "action",
    "before",
    "after",
    "valid_from",
    "valid_to",
    "recorded_at",
    "author_id",
    "reason",
    "change_id",
)


def canonical(value: object) -> str:
    """Return canonical JSON: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(*parts: str) -> str:
    """Return the SHA-256 (hex) of text parts kept apart by a zero byte."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the hash an entry must have."""
    stated = {name: entry[name] for name in STATED}
    if entry.get("effective_on") is not None:
        stated["effective_on"] = entry["effective_on"]
    return sha256(entry["previous_hash"], canonical(stated))


def seal_hash(seal: Seal) -> str:
    """Return the hash a seal must have."""
    stated = {name: seal[name] for name in ("number", "until", "entries", "root")}
    return sha256(seal["previous_hash"], canonical(stated))


def root_of(hashes: list[str]) -> bytes:
    """Return the Merkle root of RFC 6962 over entry hashes, split recursively as the standard says."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashlib.sha256(b"\0" + bytes.fromhex(hashes[0])).digest()
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return hashlib.sha256(b"\1" + root_of(hashes[:left]) + root_of(hashes[left:])).digest()


def place(entry: Entry) -> tuple[str, str, int]:
    """Return where an entry stands: its record, and its number in the record's chain."""
    return entry["record_table"], entry["record_id"], entry["sequence"]


def between(entries: list[Entry], after: str | None, until: str) -> list[Entry]:
    """Return the entries recorded after one moment (None: ever) up to another, in order."""
    start = None if after is None else datetime.fromisoformat(after)
    end = datetime.fromisoformat(until)
    moments = ((entry, datetime.fromisoformat(entry["recorded_at"])) for entry in entries)
    return sorted((entry for entry, at in moments if (start is None or at > start) and at <= end), key=place)


def chain_faults(entries: list[Entry]) -> Iterator[str]:
    """Yield every entry that was altered or does not follow the one before it of its record."""
    last: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=place):
        key = (entry["record_table"], entry["record_id"])
        previous = last.get(key)
        name = f"entry {entry['sequence']} of {key[0]} {key[1]}"
        if entry["hash"] != entry_hash(entry):
            yield f"{name}: altered, its hash does not match what it states"
        if entry["sequence"] != (previous["sequence"] + 1 if previous else 1):
            yield f"{name}: an entry before it is missing, or it was put in"
        elif entry["previous_hash"] != (previous["hash"] if previous else GENESIS):
            yield f"{name}: does not follow the entry before it"
        elif entry["before"] != (previous["after"] if previous else None):
            yield f"{name}: starts from a state the record was not in"
        last[key] = entry


def seal_faults(seals: list[Seal], entries: list[Entry]) -> Iterator[str]:
    """Yield every seal that was altered, does not follow, or seals other entries than these."""
    before: Seal | None = None
    for seal in sorted(seals, key=lambda item: item["number"]):
        name = f"seal {seal['number']} ({seal['until']})"
        if seal["hash"] != seal_hash(seal):
            yield f"{name}: altered, its hash does not match what it states"
        if seal["number"] != (before["number"] + 1 if before else 1):
            yield f"{name}: a seal before it is missing"
        elif seal["previous_hash"] != (before["hash"] if before else GENESIS):
            yield f"{name}: does not follow the seal before it"
        covered = between(entries, before["until"] if before else None, seal["until"])
        if len(covered) != seal["entries"]:
            yield f"{name}: sealed {seal['entries']} entries, {len(covered)} are here"
        elif root_of([entry["hash"] for entry in covered]).hex() != seal["root"]:
            yield f"{name}: the entries are not those that were sealed"
        before = seal


def main(arguments: list[str]) -> int:
    """Check the two files named and say what was found."""
    if len(arguments) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        seals = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))["seals"]
        with Path(arguments[1]).open(encoding="utf-8") as lines:
            entries = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"cannot read: {error}\n")
        return 2
    faults = [*chain_faults(entries), *seal_faults(seals, entries)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sealed = sum(seal["entries"] for seal in seals)
    sys.stdout.write(
        f"{len(entries)} entries, {sealed} of them sealed by {len(seals)} seals: {len(faults)} faults\n"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
