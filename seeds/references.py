"""Reference records: regions, areas, sources, team types and their requirements, calendar and syllabus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from exercises.default_syllabus import DEFAULT_RULES, DEFAULT_SOURCES
from exercises.tables import CalendarDay, SyllabusRule
from exercises.workdays import days_of
from registry.codes import RuleSubject, SourceMark, TeamCategory, TeamGrade
from registry.readiness.rules import DEFAULT_FIGURES, RULE, FigureData
from registry.tables import (
    Area,
    AreaMember,
    InspectionSchedule,
    QualificationType,
    Region,
    RuleFigure,
    RuleSource,
    RuleText,
    TeamType,
)
from seeds.organizations import REGISTER_OPENED
from seeds.places import places
from seeds.sheets import sheet
from seeds.worlds import Draft, reference_id

#: Days that stand for a month in the interval of an inspection schedule (assumed).
INSPECTION_MONTH_DAYS = 30
#: Days before its day from which an inspection is announced (assumed).
INSPECTION_LEAD_DAYS = 30


def region_drafts() -> Iterator[Draft]:
    """Yield the regions of the reference sheet, parents first, with the dates between which they exist."""
    for place in places():
        yield Draft(
            Region,
            {
                "id": place.id,
                "code": place.code,
                "name": place.name,
                "level": place.level,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "parent_id": reference_id("region", place.parent) if place.parent else None,
                "valid_from": place.valid_from,
                "valid_to": place.valid_to,
            },
        )


def area_drafts() -> Iterator[Draft]:
    """Yield the joint-training areas."""
    areas = {row["area"]: row for row in sheet("area_members")}
    for code, row in areas.items():
        yield Draft(
            Area,
            {
                "id": reference_id("area", code),
                "code": code,
                "name": row["area_name"],
                "name_en": row["area_name_en"],
                "valid_from": date.fromisoformat(row["valid_from"]),
            },
        )


def area_member_drafts() -> Iterator[Draft]:
    """Yield the dated memberships of regions in areas."""
    for row in sheet("area_members"):
        yield Draft(
            AreaMember,
            {
                "id": reference_id("area_member", f"{row['area']}/{row['region']}"),
                "area_id": reference_id("area", row["area"]),
                "region_id": reference_id("region", row["region"]),
                "valid_from": date.fromisoformat(row["valid_from"]),
            },
        )


def source_drafts() -> Iterator[Draft]:
    """Yield the sources of team types and of the syllabus."""
    of_types = [
        (row["code"], row["title"], row["citation"], SourceMark(row["mark"])) for row in sheet("rule_sources")
    ]
    of_rules = [(source.code, source.title, source.citation, source.mark) for source in DEFAULT_SOURCES]
    for code, title, citation, mark in (*of_types, *of_rules):
        yield Draft(
            RuleSource,
            {
                "id": reference_id("rule_source", code),
                "code": code,
                "title": title,
                "citation": citation,
                "mark": mark,
                "valid_from": REGISTER_OPENED,
            },
        )


def qualification_drafts() -> Iterator[Draft]:
    """Yield the kinds of qualification; a kind stands behind the one it supersedes."""
    for row in sheet("qualifications"):
        yield Draft(
            QualificationType,
            {
                "id": reference_id("qualification", row["code"]),
                "code": row["code"],
                "name": row["name"],
                "name_en": row["name_en"],
                "validity_months": int(row["validity_months"]),
                "issuer": row["issuer"],
                "lead_days": int(row["lead_days"]) if row["lead_days"] else None,
                "supersedes_id": reference_id("qualification", row["supersedes"])
                if row["supersedes"]
                else None,
                "valid_from": REGISTER_OPENED,
            },
        )


def inspection_schedule_drafts() -> Iterator[Draft]:
    """Yield everybody's inspection schedules: the shortest interval any team type asks of a kind."""
    months: dict[str, int] = {}
    for row in sheet("equipment"):
        asked = int(row["inspection_months"])
        months[row["kind"]] = min(asked, months.get(row["kind"], asked))
    for kind, number in months.items():
        yield Draft(
            InspectionSchedule,
            {
                "id": reference_id("inspection_schedule", kind),
                "kind": kind,
                "interval_days": INSPECTION_MONTH_DAYS * number,
                "lead_days": INSPECTION_LEAD_DAYS,
                "mark": SourceMark.ASSUMED,
                "citation": "assumed",
                "valid_from": REGISTER_OPENED,
            },
        )


def team_type_drafts() -> Iterator[Draft]:
    """Yield one team type a category."""
    for row in sheet("team_types"):
        yield Draft(
            TeamType,
            {
                "id": reference_id("team_type", row["code"]),
                "code": row["code"],
                "name": row["name"],
                "name_en": row["name_en"],
                "category": TeamCategory(row["category"]),
                "grade": TeamGrade(row["grade"]),
                "assembly_minutes": int(row["assembly_minutes"]),
                "self_sufficiency_hours": int(row["self_sufficiency_hours"]),
                "source_id": reference_id("rule_source", row["rule_source"]),
                "valid_from": REGISTER_OPENED,
            },
        )


def calendar_drafts(year: int) -> Iterator[Draft]:
    """Yield the days of the planned year and of the years before and after it, announced or estimated."""
    for each in (year - 1, year, year + 1):
        for fact in days_of(each):
            yield Draft(
                CalendarDay,
                {
                    "id": reference_id("calendar_day", fact.day.isoformat()),
                    "day": fact.day,
                    "kind": fact.kind,
                    "status": fact.status,
                    "name": fact.name,
                    "source": fact.source,
                    "valid_from": fact.day,
                },
            )


def syllabus_drafts() -> Iterator[Draft]:
    """Yield the default syllabus, in force everywhere until an office adds its own rows."""
    for rule in DEFAULT_RULES:
        yield Draft(
            SyllabusRule,
            {
                "id": reference_id("syllabus_rule", str(rule.number)),
                **rule.values(),
                "source_id": reference_id("rule_source", rule.source_code),
                "valid_from": REGISTER_OPENED,
            },
        )


def rule_text_drafts() -> Iterator[Draft]:
    """Yield the rule texts that are not public: blank, to be filled in by an office."""
    for row in sheet("rule_texts"):
        yield Draft(
            RuleText,
            {
                "id": reference_id("rule_text", row["code"]),
                "code": row["code"],
                "title": row["title"],
                "title_en": row["title_en"],
                "subject": RuleSubject(row["subject"]),
                "mark": SourceMark(row["mark"]),
                "citation": row["citation"],
                "valid_from": REGISTER_OPENED,
            },
        )


def rule_figure_drafts() -> Iterator[Draft]:
    """Yield the figures that stand in for blank rule texts: assumed ones, and those of the rating."""
    of_sheet = (
        (
            row["rule"],
            FigureData(
                row["code"],
                row["title"],
                row["title_en"],
                int(row["value"]),
                row["unit"],
                SourceMark(row["mark"]),
                row["citation"],
            ),
        )
        for row in sheet("rule_figures")
    )
    for rule, figure in (*of_sheet, *((RULE, each) for each in DEFAULT_FIGURES)):
        yield Draft(
            RuleFigure,
            {
                "id": reference_id("rule_figure", figure.code),
                "rule_id": reference_id("rule_text", rule),
                **asdict(figure),
                "valid_from": REGISTER_OPENED,
            },
        )
