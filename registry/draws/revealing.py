"""
Commitment, draw and publication.

The server makes the secret, gives it once to the operator and keeps its hash only. The draw needs the
secret and a public value that did not exist at the commitment, so neither the operator, nor whoever
can read the database, nor the source of the value can choose the outcome alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, Viewer, rows
from registry.codes import DrawPool, DrawState
from registry.draws.chance import commitment_of, seed_of, sha256_text, spelled
from registry.draws.drawing import Drawing, draw
from registry.draws.manifests import committed_manifest, exclusion, read_manifest
from registry.draws.plans import at_step
from registry.errors import InvalidValue
from registry.history import Act, Change, changing, day_of
from registry.ledger import canonical
from registry.tables import DrawAssignment, DrawExclusion, DrawnObject, InspectionPlan

SECRET_BYTES = 32
"""Bytes of chance in a secret; its text is 64 hexadecimal digits."""


async def commit_draw(
    viewer: Viewer, act: Act, plan_id: UUID, expected_version: int, *, secret: bytes
) -> tuple[InspectionPlan, str]:
    """
    Commit to a secret and close the manifest; return the plan and the secret's text, to be shown once.

    `secret` is 32 unguessable bytes. Only its commitment is stored: who loses the text can't reveal the
    draw, and that will be a finding.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `registry.draws.plans.at_step`: only frozen pools are committed.
    InvalidValue
        The public value is known already or becomes known today, or everything is left out.
    ValueError
        The secret has another length.

    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    plan = await at_step(viewer, plan_id, DrawState.FROZEN, expected_version)
    today, text = day_of(act.at), secret.hex()
    if plan.public_value_on <= today:
        rule, rule_zh = "it must not be known at the commitment", "承诺时不得已可获知"
        raise InvalidValue("public_value_on", plan.public_value_on.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        excluded = await rows(SYSTEM, DrawExclusion).filter(plan_id=plan.id)
        stated = [exclusion(each.pool, each.code, each.reason, each.note) for each in excluded]
        frozen = read_manifest(plan.manifest)
        manifest = canonical(committed_manifest(frozen, stated, commitment_of(text), today))
        if plan.objects_count == sum(each.pool is DrawPool.OBJECTS for each in excluded):
            raise InvalidValue("plan_id", plan.code, "every object is left out", rule_zh="全部对象均已排除")
        committed = await change.change(
            plan,
            state=DrawState.COMMITTED,
            commitment=commitment_of(text),
            committed_on=today,
            manifest=manifest,
            manifest_hash=sha256_text(manifest),
        )
    return committed, text


async def reveal_draw(
    viewer: Viewer, act: Act, plan_id: UUID, expected_version: int, *, secret: str, public_value: str
) -> InspectionPlan:
    """
    Bring back the secret, enter the public value, and draw.

    A draw revealed after its last day is made all the same and says that it was late.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `registry.draws.plans.at_step`: only a committed draw is revealed, and only once.
    InvalidValue
        It is not the secret that was committed to, the public value's day has not come, or the value has
        no letter or digit (ASCII), is longer than 200 characters or not of one line.

    """
    plan = await at_step(viewer, plan_id, DrawState.COMMITTED, expected_version)
    today, words = day_of(act.at), secret.strip().lower()
    if not hmac.compare_digest(commitment_of(words), plan.commitment or ""):
        rule, rule_zh = "not the secret that was committed to", "与承诺不符"
        raise InvalidValue("secret", "…", rule, rule_zh=rule_zh)
    if today < plan.public_value_on:
        rule, rule_zh = "its day has not come", "公布日未到"
        raise InvalidValue("public_value_on", plan.public_value_on.isoformat(), rule, rule_zh=rule_zh)
    value = public_value.strip()
    if not spelled(value) or len(value) > 200 or not value.isprintable():
        rule = "1 to 200 characters on one line, with letters or digits"
        rule_zh = "应为 1 至 200 个字符的单行文字,含字母或数字"
        raise InvalidValue("public_value", value[:40], rule, rule_zh=rule_zh)
    seed = seed_of(words, value, plan.manifest)
    manifest = read_manifest(plan.manifest)
    drawing = draw(manifest, seed)
    async with changing(act) as change:
        await _store(change, plan, manifest, drawing)
        return await change.change(
            plan,
            state=DrawState.DRAWN,
            secret=words,
            public_value=value,
            seed=seed,
            revealed_on=today,
            shortfall=drawing.shortfall,
        )


async def _store(change: Change, plan: InspectionPlan, manifest: Mapping[str, Any], drawing: Drawing) -> None:
    """Store what was drawn, and who inspects it."""
    things = {each["id"]: each for each in manifest["objects"]}
    people = {each["id"]: UUID(each["record"]) for each in manifest["inspectors"]}
    made = [
        DrawnObject(
            id=change.new_id(),
            plan_id=plan.id,
            ordinal=each.ordinal,
            object_id=UUID(things[each.object]["record"]),
            code=each.object,
            name=things[each.object]["name"],
            stratum=each.stratum,
            undrawable=each.undrawable,
        )
        for each in drawing.drawn
    ]
    await _add_all(change, made)
    given = [
        DrawAssignment(drawn_id=row.id, inspector_id=people[inspector], ordinal=ordinal)
        for row, each in zip(made, drawing.drawn, strict=True)
        for ordinal, inspector in enumerate(each.inspectors, start=1)
    ]
    await _add_all(change, given)


async def _add_all(change: Change, made: Sequence[Any]) -> None:
    """Store rows, if there are any."""
    if made:
        await change.add_all(made)


async def publish_draw(viewer: Viewer, act: Act, plan_id: UUID, expected_version: int) -> InspectionPlan:
    """
    Record that the result is published; what is published is `registry.draws.reading.document`.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `registry.draws.plans.at_step`: only what was drawn is published.

    """
    plan = await at_step(viewer, plan_id, DrawState.DRAWN, expected_version)
    async with changing(act) as change:
        return await change.change(plan, state=DrawState.PUBLISHED, published_on=day_of(act.at))
