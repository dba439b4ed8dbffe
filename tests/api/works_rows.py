"""One row of every type about works, for each side of the small world."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import (
    NetworkLevel,
    PeacetimeUse,
    ProjectStage,
    RuleSubject,
    ShelterPurpose,
    SourceMark,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.history import Act, changing
from registry.tables import (
    CertificateChange,
    Organization,
    ParkingFact,
    ProjectStep,
    Record,
    Region,
    ResponsibleBody,
    RuleFigure,
    RuleText,
    ShelterOpening,
    StructuralTest,
    UseCertificate,
    Work,
    WorkAcceptance,
    WorkClassification,
    WorkProject,
    WorkSurvey,
)
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def works_rows(region: Region, organization: Organization, key: str = "") -> dict[str, Record]:
    """Store one row of every type about works in a region, and return them by type."""
    code = f"{region.code}{key}"
    act = Act(SYSTEM.principal_id, "works", NOW, uuid5(SPACE, f"works {code}"))
    made: list[Record] = []
    async with changing(act) as change:

        async def add(row: Any) -> Any:
            row.valid_from = row.valid_from or DAY
            made.append(await change.add(row))
            return row

        work = await add(_work(region, code))
        project = await add(
            WorkProject(
                region_id=region.id, code=f"P-{code}", name="x", stage=ProjectStage.ACCEPTED, area_m2=1
            )
        )
        certificate = await add(_certificate(work, organization, code))
        rule = await add(_rule(region, key))
        for row in _details(work, project, certificate):
            await add(row)
        await add(_figure(region, rule, key))
        await add(
            ResponsibleBody(
                region_id=region.id,
                organization_id=organization.id,
                level=NetworkLevel.DISTRICT,
                salt="0" * 32,
            )
        )
    return {type(row).__name__: row for row in made}


def _work(region: Region, code: str) -> Work:
    return Work(region_id=region.id, code=f"W-{code}", name="x", kind=WorkKind.EARLY, area_m2=9_000)


def _certificate(work: Work, organization: Organization, code: str) -> UseCertificate:
    return UseCertificate(
        work_id=work.id,
        organization_id=organization.id,
        code=f"A-{code}",
        use=PeacetimeUse.PARKING,
        area_m2=1,
        contract_on=DAY,
        contract_until=date(2027, 3, 3),
    )


def _rule(region: Region, key: str) -> RuleText:
    return RuleText(
        region_id=region.id,
        code=f"USE-CERTIFICATE{key}",
        title="x",
        title_en="x",
        subject=RuleSubject.CERTIFICATES,
        mark=SourceMark.ASSUMED,
    )


def _figure(region: Region, rule: RuleText, key: str) -> RuleFigure:
    return RuleFigure(
        rule_id=rule.id,
        region_id=region.id,
        code=f"use-certificate.decide-days{key}",
        title="x",
        title_en="x",
        value=10,
        unit="days",
        mark=SourceMark.ASSUMED,
    )


def _details(work: Work, project: WorkProject, certificate: UseCertificate) -> list[Record]:
    return [
        WorkSurvey(work_id=work.id, method=SurveyMethod.TAPE, surveyor="x"),
        StructuralTest(work_id=work.id, method=StructuralMethod.CORE, tester="x", grade=StructuralGrade.A),
        WorkClassification(work_id=work.id, usage_class=WorkClass.KEEP, basis="x", decided_by="x"),
        ProjectStep(project_id=project.id, stage=ProjectStage.ACCEPTED),
        WorkAcceptance(project_id=project.id, area_m2=1, document="x"),
        ShelterOpening(work_id=work.id, purpose=ShelterPurpose.COOLING, capacity_persons=1),
        ParkingFact(work_id=work.id, bays=1),
        CertificateChange(certificate_id=certificate.id, area_m2=1, wanted_on=DAY),
    ]
