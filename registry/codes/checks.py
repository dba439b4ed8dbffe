"""Codes of checks, what they are about, and hazards on their way through the five-level network."""

from __future__ import annotations

from registry.codes.code import Code


class InspectionObject(Code):
    """What kind of thing is inspected 检查对象: drawn, checked, or both."""

    TEAM = "team", "专业保障队伍", "support team"
    ORGANIZATION = "organization", "单位", "organization"
    CENTER = "center", "国民经济动员中心", "mobilization center"
    WORK = "work", "人防工程", "civil-defence work"
    SIREN = "siren", "警报点", "siren point"
    FACILITY = "facility", "指挥设施", "command facility"


class CheckState(Code):
    """How far a check has come."""

    PLANNED = "planned", "待检查", "planned"
    HELD = "held", "已检查", "held"
    PUBLISHED = "published", "已公示", "published"
    CANCELLED = "cancelled", "已取消", "cancelled"


class CheckResult(Code):
    """What a check ended with, as it is published."""

    NOTHING_FOUND = "nothing_found", "未发现问题", "nothing found"
    RECTIFY = "rectify", "责令改正", "ordered to rectify"
    UNCOOPERATIVE = "uncooperative", "不配合", "uncooperative"
    OTHER = "other", "其他", "other"


class AnswerKind(Code):
    """Whether an item of a check list is met."""

    YES = "yes", "符合", "met"
    NO = "no", "不符合", "not met"
    NOT_APPLICABLE = "na", "不适用", "not applicable"


class HazardState(Code):
    """Where a hazard is on its way."""

    REPORTED = "reported", "已上报", "reported"
    ACCEPTED = "accepted", "已受理", "accepted"
    ASSIGNED = "assigned", "已交办", "assigned"
    DISPOSED = "disposed", "已处置", "disposed of"
    CLOSED = "closed", "已销号", "verified and closed"
    RETURNED = "returned", "已退回", "sent back"
    DISMISSED = "dismissed", "不予认定", "dismissed"


class HazardStep(Code):
    """One dated step of a hazard; escalation hands it to the level above, which accepts it anew."""

    REPORT = "report", "上报", "reported"
    ACCEPT = "accept", "受理", "accepted"
    ASSIGN = "assign", "交办", "assigned"
    DISPOSE = "dispose", "处置", "disposed of"
    CLOSE = "close", "销号", "verified and closed"
    SEND_BACK = "send_back", "退回", "sent back"
    ESCALATE = "escalate", "提级", "escalated to the level above"
    DISMISS = "dismiss", "不予认定", "dismissed"
