"""The registers of people, their memberships and their qualifications."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from registry.codes import Exemption, MemberRole, Sex
from registry.intake.files import CellKind
from registry.intake.likeness import LIKE_PEOPLE
from registry.intake.register import (
    ORGANIZATION,
    PERSON,
    QUALIFICATION_TYPE,
    REGION,
    TEAM,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text60,
    Text200,
)
from registry.intake.serving import judge_service
from registry.tables import Membership, Person, Post, QualificationGrant

POST = Refers(Post, ("team__code", "ordinal"), beside=("team",))


class PersonRow(RegisterRow):
    """A row of the register of people; name and telephone are personal data."""

    reference: Annotated[
        Text40, Column("人员编号", "Person reference", CellKind.ID_TEXT, aliases=("编号", "reference"))
    ]
    name: Annotated[Text60, Column("姓名", "Name")]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    sex: Annotated[Sex, Column("性别", "Sex")]
    birth_year: Annotated[int, Field(ge=1900, le=2100), Column("出生年份", "Birth year")]
    phone: Annotated[
        str | None,
        Field(max_length=30),
        Column("联系电话", "Telephone", CellKind.ID_TEXT, aliases=("电话", "手机")),
    ] = None
    employer: Annotated[
        str | None,
        Column("工作单位信用代码", "Employer's credit code", CellKind.ID_TEXT, ORGANIZATION),
    ] = None
    exemption: Annotated[Exemption | None, Column("免征情形", "Exemption")] = None


class MembershipRow(RegisterRow):
    """A row of the register of memberships; the last day is the day before `valid_to`."""

    person: Annotated[str, Column("人员编号", "Person reference", CellKind.ID_TEXT, PERSON)]
    team: Annotated[str, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)]
    valid_from: Annotated[date, Column("编入日期", "Serves from")]
    valid_to: Annotated[
        date | None,
        Column(
            "退出日期",
            "Serves until before",
            note_zh="不再服务的第一天。",
            note_en="The first day on which the person no longer serves.",
        ),
    ] = None
    post: Annotated[int | None, Column("岗位序号", "Post number", refers=POST)] = None
    role: Annotated[MemberRole, Column("队内职务", "Role")] = MemberRole.MEMBER
    commitment_letter_on: Annotated[date | None, Column("承诺书日期", "Commitment letter on")] = None
    special_expertise: Annotated[
        Text200 | None,
        Column(
            "特殊专长",
            "Special expertise",
            note_zh="超出法定年龄的专家须填写。",
            note_en="To be said of an expert outside the age limits.",
        ),
    ] = None


class QualificationRow(RegisterRow):
    """A row of the register of qualifications; every renewal is a row of its own."""

    person: Annotated[str, Column("人员编号", "Person reference", CellKind.ID_TEXT, PERSON)]
    qualification_type: Annotated[
        str, Column("资格编码", "Qualification", CellKind.ID_TEXT, QUALIFICATION_TYPE, aliases=("资格",))
    ]
    valid_from: Annotated[date, Column("发证日期", "Issued on")]
    valid_to: Annotated[
        date | None,
        Column(
            "失效日期",
            "Expires on",
            note_zh="失效的第一天。",
            note_en="The first day on which it no longer holds.",
        ),
    ] = None
    certificate_number: Annotated[
        Text60 | None, Column("证书编号", "Certificate number", CellKind.ID_TEXT)
    ] = None
    revoked_on: Annotated[date | None, Column("撤销日期", "Revoked on")] = None


REGISTERS = (
    Register("people", "人员", "People", Person, PersonRow, ("reference",), judge=LIKE_PEOPLE),
    Register(
        "memberships",
        "编组",
        "Memberships",
        Membership,
        MembershipRow,
        ("person", "team", "valid_from"),
        judge=judge_service,
    ),
    Register(
        "qualifications",
        "资格证书",
        "Qualifications",
        QualificationGrant,
        QualificationRow,
        ("person", "qualification_type", "valid_from"),
    ),
)
