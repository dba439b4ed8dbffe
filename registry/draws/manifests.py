"""
The manifest of a draw: all that the outcome depends on beside the seed, as canonical JSON.

docs/reference/draw-format.md tells every field; `registry/standalone/verify_draw.py` checks a published
document without this code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from registry.codes import DrawPool, ExclusionReason
from registry.draws.chance import ALGORITHM, sha256_text
from registry.draws.drawing import strata_of
from registry.ledger import canonical
from registry.tables import InspectionPlan

FORMAT = "muster-draw/1"
#: Columns of a plan that the manifest states under the same name.
STATED = (
    "code",
    "title",
    "item",
    "object_kind",
    "method",
    "legal_basis",
    "ratio_percent",
    "objects_wanted",
    "strata",
    "inspectors_per_object",
    "recent_days",
    "local_recusal",
    "public_value_name",
    "public_value_on",
    "reveal_by",
    "frozen_on",
)


def pool_hash(pool: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of a frozen pool: SHA-256 (hex) of its canonical JSON."""
    return sha256_text(canonical(list(pool)))


def frozen_manifest(
    stated: Mapping[str, Any],
    region_code: str,
    objects: Sequence[Mapping[str, Any]],
    inspectors: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """
    Return the manifest of a plan whose pools are frozen: without exclusions and commitment as yet.

    `stated` gives the plan's columns named in `STATED`; both pools are in the order of their ids.
    """
    return {
        "algorithm": ALGORITHM,
        "plan": {name: stated[name] for name in STATED} | {"region": region_code},
        "objects": list(objects),
        "objects_hash": pool_hash(objects),
        "inspectors": list(inspectors),
        "inspectors_hash": pool_hash(inspectors),
        "exclusions": [],
        "commitment": None,
    }


def exclusion(pool: DrawPool, code: str, reason: ExclusionReason, note: str = "") -> dict[str, str]:
    """Return an exclusion as the manifest has it."""
    return {"pool": pool.value, "id": code, "reason": reason.value, "note": note}


def committed_manifest(
    frozen: Mapping[str, Any], exclusions: Sequence[Mapping[str, str]], commitment: str, committed_on: date
) -> dict[str, Any]:
    """Return the manifest with exclusions and commitment: from now on nothing of it changes."""
    return {
        **frozen,
        "exclusions": sorted(exclusions, key=lambda each: (each["pool"], each["id"])),
        "commitment": commitment,
        "committed_on": committed_on,
    }


def read_manifest(text: str) -> dict[str, Any]:
    """Return a stored manifest as data."""
    found: dict[str, Any] = json.loads(text)
    return found


def published_document(plan: InspectionPlan, drawn: Sequence[Mapping[str, Any]]) -> str:
    """
    Return what is published of a draw as canonical JSON: the manifest, and what has been revealed so far.

    `drawn` is the stored result; reveal and result are null before the draw.
    """
    manifest = read_manifest(plan.manifest)
    told: dict[str, Any] = {
        "format": FORMAT,
        "manifest": manifest,
        "manifest_hash": plan.manifest_hash,
        "reveal": None,
        "result": None,
    }
    if plan.revealed_on is not None:
        told["reveal"] = {
            "secret": plan.secret,
            "public_value": plan.public_value,
            "revealed_on": plan.revealed_on,
            "late": plan.revealed_on > plan.reveal_by,
        }
        told["result"] = {
            "seed": plan.seed,
            "shortfall": plan.shortfall,
            "strata": [asdict(each) for each in strata_of(manifest)],
            "drawn": list(drawn),
        }
    return canonical(told)
