"""Codes of serving in a team: double service, leaving, employers' notices."""

from __future__ import annotations

from registry.codes.code import Code


class DoubleService(Code):
    """What else a member of a team may serve in, by the rule of a region."""

    FORBIDDEN = "forbidden", "不得重复编组", "nothing else"
    MILITIA = "militia", "可兼民兵", "the militia or reserve as well"
    TEAMS = "teams", "可编入多支队伍", "other teams, the militia or reserve as well"


class OutsideServiceKind(Code):
    """What a person serves in outside the support teams."""

    MILITIA = "militia", "民兵", "militia"
    RESERVE = "reserve", "预备役", "reserve"


class NoticeMethod(Code):
    """How an employer was told."""

    LETTER = "letter", "公函", "letter"
    EMAIL = "email", "电子邮件", "e-mail"
    TELEPHONE = "telephone", "电话", "telephone"
    IN_PERSON = "in_person", "当面", "in person"
    PLATFORM = "platform", "政务平台", "government platform"


class LeaveReason(Code):
    """Why a membership ended."""

    AGE = "age", "超龄", "past the age limit"
    HEALTH = "health", "健康原因", "health"
    MOVED = "moved", "迁出", "moved away"
    EMPLOYER = "employer", "工作变动", "change of work"
    OWN_REQUEST = "own_request", "本人申请", "own request"
    DISCIPLINE = "discipline", "纪律原因", "discipline"
    EXEMPT = "exempt", "依法免征", "lawfully exempt"
    DEATH = "death", "死亡", "death"
    OTHER = "other", "其他", "other"
