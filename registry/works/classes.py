"""
The four-way class of a work: keep, renovate, withdraw from use, decommission.

The rule behind the classes is not public: it ships as the blank rule text WORK-CLASS, and the allowed
moves below are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, CertificateState, WorkClass
from registry.dated import filled, past_day, succeed
from registry.errors import InvalidValue, TransitionRefused
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.tables import ShelterOpening, UseCertificate, Work, WorkClassification
from registry.works.certificate_state import state_condition

CLASS_MOVES: Mapping[WorkClass, tuple[WorkClass, ...]] = MappingProxyType(
    {
        WorkClass.KEEP: (WorkClass.RENOVATE, WorkClass.WITHDRAW, WorkClass.DECOMMISSION),
        WorkClass.RENOVATE: (WorkClass.KEEP, WorkClass.WITHDRAW, WorkClass.DECOMMISSION),
        WorkClass.WITHDRAW: (WorkClass.KEEP, WorkClass.RENOVATE, WorkClass.DECOMMISSION),
        WorkClass.DECOMMISSION: (),
    }
)
"""From each class to the next; a class may also be confirmed by a new decision. Assumed."""
OUT_OF_USE = frozenset({WorkClass.WITHDRAW, WorkClass.DECOMMISSION})


async def classify_work(
    viewer: Viewer,
    act: Act,
    work_id: UUID,
    usage_class: WorkClass,
    *,
    decided_on: date,
    basis: str,
    decided_by: str,
    disposal_plan: str = "",
) -> WorkClassification:
    """
    Store the decision that puts a work into a class from a day on; earlier decisions stay as events.

    A decision that is recorded late takes its place between the others.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the work, or may not approve there.
    TransitionRefused
        The class before, or the one after, does not allow it.
    InvalidValue
        Basis or deciding body is blank, a work goes out of use without a disposal plan or while it is
        certified or open to the public, the day has not come, or another decision has the same day.

    """
    work = await one(viewer, Work, work_id)
    await require(viewer, Capability.APPROVE, work.region_id)
    past_day("decided_on", decided_on, day_of(act.at))
    await _check_moves(viewer, work, usage_class, decided_on)
    if usage_class in OUT_OF_USE:
        filled("disposal_plan", disposal_plan)
        await _check_idle(viewer, work, usage_class, decided_on)
    row = WorkClassification(
        work_id=work.id,
        usage_class=usage_class,
        basis=filled("basis", basis),
        disposal_plan=disposal_plan.strip(),
        decided_by=filled("decided_by", decided_by),
        valid_from=decided_on,
    )
    async with changing(act) as change:
        return await succeed(change, row, rows(viewer, WorkClassification).filter(work_id=work.id))


async def _check_moves(viewer: Viewer, work: Work, to: WorkClass, day: date) -> None:
    """Refuse a class that does not fit between its neighbors in time."""
    decided = rows(viewer, WorkClassification).filter(work_id=work.id)
    before = await decided.filter(valid_from__lt=day).order_by("-valid_from").first()
    after = await decided.filter(valid_from__gt=day).order_by("valid_from").first()
    steps = ((before.usage_class, to) if before else None, (to, after.usage_class) if after else None)
    for step in steps:
        if step is not None and step[0] is not step[1] and step[1] not in CLASS_MOVES[step[0]]:
            raise TransitionRefused(Work.table_name(), step[0], step[1], CLASS_MOVES[step[0]])


async def _check_idle(viewer: Viewer, work: Work, usage_class: WorkClass, day: date) -> None:
    """Refuse to take a work out of use that is certified or open on the day."""
    certified = rows(viewer, UseCertificate).filter(state_condition(CertificateState.IN_FORCE, day))
    if await certified.filter(work_id=work.id).exists():
        rule, rule_zh = "revoke its peacetime-use certificate first", "应先撤销其平时使用证"
        raise InvalidValue("usage_class", usage_class.value, rule, rule_zh=rule_zh)
    if await rows(viewer, ShelterOpening).filter(in_force(day), work_id=work.id).exists():
        rule, rule_zh = "it is open to the public; close it first", "应先停止对公众开放"
        raise InvalidValue("usage_class", usage_class.value, rule, rule_zh=rule_zh)


async def out_of_use(viewer: Viewer, work_id: UUID, on: date) -> bool:
    """Tell whether a work is withdrawn from use or decommissioned on a day."""
    decided = rows(viewer, WorkClassification).filter(in_force(on), work_id=work_id)
    return await decided.filter(usage_class__in=list(OUT_OF_USE)).exists()
