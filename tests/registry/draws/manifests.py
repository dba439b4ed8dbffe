"""Invented manifests: a pool of objects over some strata, and inspectors of some bodies."""

from __future__ import annotations

from typing import Any

from registry.draws.chance import commitment_of, seed_of, sha256_text
from registry.draws.drawing import draw
from registry.draws.manifests import pool_hash
from registry.ledger import canonical, plain

SECRET = "5e" * 32
PUBLIC_VALUE = "3 187.42"


def an_object(number: int, **given: Any) -> dict[str, Any]:
    """Return an object of the pool, in one of three districts and of a body of its own."""
    return {
        "id": f"T-{number:03}",
        "record": f"00000000-0000-4000-8000-{number:012}",
        "name": f"示例队伍{number}",
        "stratum": "",
        "regions": [f"51030{2 + number % 3}"],
        "organizations": [f"U-{number:03}"],
        "last_inspected_on": None,
        "last_inspectors": [],
    } | given


def an_inspector(number: int, **given: Any) -> dict[str, Any]:
    """Return an inspector of the pool, each third one of a third-party body."""
    return {
        "id": f"I-{number:02}",
        "record": f"00000000-0000-4000-9000-{number:012}",
        "organization": "THIRD" if number % 3 == 0 else "OFFICE",
        "external": number % 3 == 0,
        "regions": [],
        "related": [],
    } | given


def a_manifest(
    objects: list[dict[str, Any]],
    inspectors: list[dict[str, Any]],
    exclusions: list[dict[str, Any]] | None = None,
    **plan: Any,
) -> dict[str, Any]:
    """Return a committed manifest; what is given of the plan stands over the defaults."""
    stated: dict[str, Any] = {
        "code": "SJ-2026-01",
        "title": "示例抽查",
        "item": "队伍建设情况",
        "object_kind": "team",
        "method": "on_site",
        "legal_basis": "示例依据",
        "region": "510300",
        "ratio_percent": None,
        "objects_wanted": None,
        "strata": "none",
        "inspectors_per_object": 2,
        "recent_days": 365,
        "local_recusal": False,
        "public_value_name": "示例指数收盘点位",
        "public_value_on": "2026-03-10",
        "reveal_by": "2026-03-20",
        "frozen_on": "2026-03-02",
    }
    return {
        "algorithm": "draw/v1",
        "plan": stated | plan,
        "objects": objects,
        "objects_hash": pool_hash(objects),
        "inspectors": inspectors,
        "inspectors_hash": pool_hash(inspectors),
        "exclusions": exclusions or [],
        "commitment": commitment_of(SECRET),
        "committed_on": "2026-03-03",
    }


def a_document(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return what would be published of the draw of a manifest."""
    text = canonical(manifest)
    seed = seed_of(SECRET, PUBLIC_VALUE, text)
    drawing = draw(manifest, seed)
    return {
        "format": "muster-draw/1",
        "manifest": manifest,
        "manifest_hash": sha256_text(text),
        "reveal": {
            "secret": SECRET,
            "public_value": PUBLIC_VALUE,
            "revealed_on": "2026-03-11",
            "late": False,
        },
        "result": {
            "seed": seed,
            "shortfall": drawing.shortfall,
            "strata": [
                {"stratum": s.stratum, "pool": s.pool, "eligible": s.eligible, "quota": s.quota}
                for s in drawing.strata
            ],
            "drawn": [
                {
                    "ordinal": each.ordinal,
                    "object": each.object,
                    "stratum": each.stratum,
                    "inspectors": list(each.inspectors),
                    "undrawable": plain(each.undrawable),
                }
                for each in drawing.drawn
            ],
        },
    }
