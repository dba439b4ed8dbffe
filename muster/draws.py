"""Double-random draws at the command line and each night."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from muster import clock
from muster.office import region_coded, viewer_named
from registry.access import SYSTEM, Viewer, rows
from registry.codes import Code, DrawPool, ExclusionReason, InspectionMethod, InspectionObject, Strata
from registry.draws import freezing, revealing
from registry.draws.overdue import find_overdue
from registry.draws.plans import PlanDraft, plan_inspection
from registry.draws.reading import document, drawn_objects
from registry.errors import InvalidValue, NotFound
from registry.tables import InspectionPlan

Facts = dict[str, Any]
C = TypeVar("C", bound=Code)
_SHOWN = (
    "code",
    "state",
    "objects_count",
    "objects_hash",
    "inspectors_count",
    "inspectors_hash",
    "exclusions_count",
    "commitment",
    "manifest_hash",
    "public_value_name",
    "public_value_on",
    "reveal_by",
    "seed",
    "shortfall",
    "published_on",
)


@dataclass(frozen=True, slots=True)
class Named:
    """Who acts, and with which plan."""

    login: str
    code: str

    async def found(self) -> tuple[Viewer, InspectionPlan]:
        """Return the viewer and the plan; NotFound without either."""
        viewer = await viewer_named(self.login)
        plan = await rows(viewer, InspectionPlan).get_or_none(code=self.code)
        if plan is None:
            raise NotFound(InspectionPlan.table_name(), self.code)
        return viewer, plan


async def plan(login: str, region_code: str, given: Mapping[str, Any]) -> Facts:
    """Store the draft of an inspection and return it; InvalidValue when a word of `given` is no code."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    words: dict[str, Any] = {
        name: _coded(kind, name, given[name])
        for name, kind in (
            ("object_kind", InspectionObject),
            ("method", InspectionMethod),
            ("strata", Strata),
        )
    }
    draft = PlanDraft(region_id=region.id, **{**given, **words})
    act = clock.act(viewer.principal_id, f"Plan the inspection {draft.code}")
    return told(await plan_inspection(viewer, act, draft))


async def freeze(named: Named) -> Facts:
    """Freeze the pools of a plan."""
    viewer, row = await named.found()
    act = clock.act(viewer.principal_id, f"Freeze the pools of {row.code}")
    return told(await freezing.freeze_pools(viewer, act, row.id, row.version))


async def exclude(named: Named, pool: str, entry: str, why: str, note: str) -> Facts:
    """Leave an entry out of a frozen pool; InvalidValue when pool or reason is no code."""
    viewer, row = await named.found()
    act = clock.act(viewer.principal_id, f"Leave {entry} out of {row.code}")
    made = await freezing.exclude(
        viewer,
        act,
        row.id,
        row.version,
        pool=_coded(DrawPool, "pool", pool),
        code=entry,
        reason=_coded(ExclusionReason, "why", why),
        note=note,
    )
    return {"code": row.code, "pool": made.pool, "excluded": made.code, "reason": made.reason}


async def commit(named: Named) -> Facts:
    """Commit a draw to a fresh secret, and return both."""
    viewer, row = await named.found()
    act = clock.act(viewer.principal_id, f"Commit the draw {row.code}")
    secret = clock.secret(revealing.SECRET_BYTES)
    committed, text = await revealing.commit_draw(viewer, act, row.id, row.version, secret=secret)
    return told(committed) | {"secret": text}


async def reveal(named: Named, secret: str, public_value: str) -> Facts:
    """Reveal a draw, and return what was drawn."""
    viewer, row = await named.found()
    act = clock.act(viewer.principal_id, f"Reveal the draw {row.code}")
    drawn = await revealing.reveal_draw(
        viewer, act, row.id, row.version, secret=secret, public_value=public_value
    )
    listed = [
        {
            "ordinal": each.ordinal,
            "object": each.code,
            "name": each.name,
            "inspectors": [inspector.code for inspector in each.inspectors],
            "undrawable": each.undrawable,
        }
        for each in await drawn_objects(viewer, row.id)
    ]
    return told(drawn) | {"drawn": listed}


async def publish(named: Named) -> Facts:
    """Record that a result is published."""
    viewer, row = await named.found()
    act = clock.act(viewer.principal_id, f"Publish the draw {row.code}")
    return told(await revealing.publish_draw(viewer, act, row.id, row.version))


async def write_manifest(named: Named, folder: Path) -> Facts:
    """Write what is published of a draw, and the program that verifies it, into a folder."""
    viewer, row = await named.found()
    text = await document(viewer, row.id)
    files = {f"{row.code}.json": f"{text}\n", "verify_draw.py": verifier()}
    for name, content in files.items():
        await asyncio.to_thread((folder / name).write_text, content, encoding="utf-8")
    return {"code": row.code, "manifest_hash": row.manifest_hash, "files": [str(folder / n) for n in files]}


def verifier() -> str:
    """Return the text of the stand-alone program that verifies a published draw."""
    return resources.files("registry.standalone").joinpath("verify_draw.py").read_text(encoding="utf-8")


async def find_late_draws() -> str | None:
    """Make a finding of each draw that was not revealed in time; return what was done, None if nothing."""
    made = await find_overdue(clock.act(SYSTEM.principal_id, "Find draws not revealed in time"))
    return f"{made} draws not revealed in time" if made else None


def _coded(kind: type[C], field: str, word: str) -> C:
    """Return the code that a word stands for; InvalidValue when it stands for none."""
    try:
        return kind(word)
    except ValueError:
        words = ", ".join(each.value for each in kind)
        raise InvalidValue(field, word, f"one of {words}", rule_zh=f"应为 {words} 之一") from None


def told(row: InspectionPlan) -> Facts:
    """Return a plan as facts for people; its secret is not among them."""
    return {name: getattr(row, name) for name in _SHOWN if getattr(row, name) is not None}
