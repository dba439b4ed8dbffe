"""Rules about people, their employers and their qualification grants."""

from __future__ import annotations

import pandas as pd

from registry.codes import IssueSeverity, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import alike, found, line, looked_up
from registry.frame import Frame

#: Age below which nobody can hold a qualification, in years.
YOUNGEST_HOLDER = 16


def _serving(frames: Frames) -> Frame:
    """Return the people in force who serve in a team today."""
    people = frames.in_force("person")
    return people[people["id"].isin(frames.in_force("membership")["person_id"])]


def _without_employer(frames: Frames, _: int) -> Frame:
    people = _serving(frames)
    return finding(people[people["employer_id"].isna()], "reference")


def _other_province(frames: Frames, _: int) -> Frame:
    regions = frames["region"]
    people = found(frames.in_force("person"), "employer_id", frames["organization"], works_in="region_id")
    people = looked_up(people, "region_id", regions, own="code")
    people = looked_up(people, "works_in", regions, other="code").dropna(subset=["own", "other"])
    differs = people["own"].str[:2] != people["other"].str[:2]
    national = [len(line(code)) <= 2 and code.startswith("0") for code in people["other"]]
    return finding(
        people[differs & ~pd.Series(national, index=people.index, dtype="bool")], "reference", "own", "other"
    )


def _employer_ended(frames: Frames, _: int) -> Frame:
    people = found(frames.in_force("person"), "employer_id", frames["organization"], ended="valid_to")
    return finding(people[people["ended"] <= frames.today], "reference", "ended")


def _grants(frames: Frames) -> Frame:
    """Return the grants with the pseudonym, year of birth and region of their holders."""
    return frames.once("grants joined", lambda: _joined(frames))


def _joined(frames: Frames) -> Frame:
    """Put grants and people together."""
    return found(
        frames["qualification_grant"],
        "person_id",
        frames["person"],
        person="reference",
        birth_year="birth_year",
        region_id="region_id",
    )


def _before_age(frames: Frames, threshold: int) -> Frame:
    grants = _grants(frames)
    early = grants["valid_from"].dt.year < grants["birth_year"] + threshold
    return finding(grants[early], "person", "birth_year", "valid_from")


def _too_long(frames: Frames, threshold: int) -> Frame:
    grants = found(
        _grants(frames),
        "qualification_type_id",
        frames["qualification_type"],
        qualification="name",
        months="validity_months",
    )
    held = (grants["valid_to"].dt.year - grants["valid_from"].dt.year) * 12 + (
        grants["valid_to"].dt.month - grants["valid_from"].dt.month
    )
    return finding(
        grants[held > grants["months"] + threshold], "person", "qualification", "valid_to", "months"
    )


def _revoked_early(frames: Frames, _: int) -> Frame:
    grants = _grants(frames)
    return finding(grants[grants["revoked_on"] < grants["valid_from"]], "person", "revoked_on", "valid_from")


def _future_grant(frames: Frames, _: int) -> Frame:
    grants = _grants(frames)
    return finding(grants[grants["valid_from"] > frames.today], "person", "valid_from")


def _number_twice(frames: Frames, _: int) -> Frame:
    grants = alike(_grants(frames), "qualification_type_id", "certificate_number", beyond="person_id")
    return finding(grants, "person", "certificate_number", "times")


_GRANT_READS = ("qualification_grant", "person")
_CORRECT = "Correct the dates of the grant, or the person's year of birth."
_CORRECT_ZH = "更正资格日期或出生年份。"

RULES = (
    Rule(
        code="PERSON_WITHOUT_EMPLOYER",
        subject="person",
        reads=("person", "membership"),
        severity=IssueSeverity.HINT,
        title="Serving person without an employer",
        title_zh="在队人员没有工作单位",
        sentence="Person {reference} serves in a team, but no employer is registered.",
        sentence_zh="人员 {reference} 已编入队伍，未登记工作单位。",
        fix="Register the employer: it must be told of every call-up.",
        fix_zh="登记工作单位，以便征召时通知。",
        find=_without_employer,
    ),
    Rule(
        code="EMPLOYER_IN_OTHER_PROVINCE",
        subject="person",
        reads=("person", "organization", "region"),
        severity=IssueSeverity.HINT,
        title="Employer in another province",
        title_zh="工作单位在外省",
        sentence="Person {reference} belongs to region {own}, the employer to region {other}.",
        sentence_zh="人员 {reference} 属 {own}，工作单位在外省 {other}。",
        fix="Check that the person can be called up where they are registered.",
        fix_zh="核实人员能否在本地应召。",
        find=_other_province,
    ),
    Rule(
        code="EMPLOYER_ENDED",
        subject="person",
        reads=("person", "organization"),
        severity=IssueSeverity.WARNING,
        title="Employer no longer exists",
        title_zh="工作单位已注销",
        sentence="The employer of person {reference} ended on {ended}.",
        sentence_zh="人员 {reference} 的工作单位已于 {ended} 注销。",
        fix="Register the present employer.",
        fix_zh="更新工作单位。",
        find=_employer_ended,
    ),
    Rule(
        code="GRANT_BEFORE_AGE",
        subject="qualification_grant",
        reads=_GRANT_READS,
        severity=IssueSeverity.ERROR,
        title="Qualification granted at an impossible age",
        title_zh="取得资格时年龄不合理",
        sentence="Person {person}, born {birth_year}, was granted a qualification on {valid_from}.",
        sentence_zh="人员 {person}（{birth_year} 年生）于 {valid_from} 取得资格。",
        fix=_CORRECT,
        fix_zh=_CORRECT_ZH,
        find=_before_age,
        threshold=YOUNGEST_HOLDER,
        unit="years of age",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="GRANT_TOO_LONG",
        subject="qualification_grant",
        reads=(*_GRANT_READS, "qualification_type"),
        severity=IssueSeverity.WARNING,
        title="Qualification holds longer than its kind allows",
        title_zh="资格有效期超过规定",
        sentence=(
            "The qualification {qualification} of person {person} runs to "
            "{valid_to}; its kind holds {months} months."
        ),
        sentence_zh="人员 {person} 的“{qualification}”有效至 {valid_to}，超过规定的 {months} 个月。",
        fix=_CORRECT,
        fix_zh=_CORRECT_ZH,
        find=_too_long,
        threshold=1,
        unit="months of grace",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="GRANT_REVOKED_BEFORE_ISSUE",
        subject="qualification_grant",
        reads=_GRANT_READS,
        severity=IssueSeverity.ERROR,
        title="Qualification revoked before it was granted",
        title_zh="资格撤销早于发证",
        sentence="A qualification of person {person}, granted on {valid_from}, was revoked on {revoked_on}.",
        sentence_zh="人员 {person} 的资格 {valid_from} 发证，却于 {revoked_on} 撤销。",
        fix=_CORRECT,
        fix_zh=_CORRECT_ZH,
        find=_revoked_early,
    ),
    Rule(
        code="GRANT_IN_FUTURE",
        subject="qualification_grant",
        reads=_GRANT_READS,
        severity=IssueSeverity.HINT,
        title="Qualification granted in the future",
        title_zh="资格发证日期在将来",
        sentence="A qualification of person {person} begins on {valid_from}, which is yet to come.",
        sentence_zh="人员 {person} 的资格发证日期 {valid_from} 尚未到来。",
        fix=_CORRECT,
        fix_zh=_CORRECT_ZH,
        find=_future_grant,
    ),
    Rule(
        code="CERTIFICATE_NUMBER_TWICE",
        subject="qualification_grant",
        reads=_GRANT_READS,
        severity=IssueSeverity.ERROR,
        title="One certificate number for several people",
        title_zh="证书编号重复",
        sentence=(
            "The certificate {certificate_number} of person {person} stands in "
            "{times} grants of different people."
        ),
        sentence_zh="人员 {person} 的证书编号 {certificate_number} 出现在不同人员的 {times} 条记录中。",
        fix="Correct the number, or decide whether the people are one and the same.",
        fix_zh="更正编号，或核实是否为同一人。",
        find=_number_twice,
    ),
)
