"""Codes of qualifications' and equipment's condition, and of what falls due."""

from __future__ import annotations

from registry.codes.code import Code


class InspectionResult(Code):
    """What an inspection of equipment found; all but `INCOMPLETE` settle the item's state."""

    OPERATIONAL = "operational", "完好", "operational"
    MONITOR = "monitor", "监控使用", "to be monitored"
    REPAIR_REQUIRED = "repair_required", "需维修", "repair required"
    UNSERVICEABLE = "unserviceable", "不可用", "unserviceable"
    RETIRED = "retired", "退役", "retired"
    LOST = "lost", "丢失", "lost"
    INCOMPLETE = "incomplete", "未完成", "incomplete"


class QualificationState(Code):
    """What a person's qualification of one kind is worth on a day; derived, never stored."""

    NEVER = "never", "从未取得", "never held"
    NOT_YET_VALID = "not_yet_valid", "未生效", "not yet valid"
    VALID = "valid", "有效", "valid"
    EXPIRING = "expiring", "临期", "expiring"
    EXPIRED = "expired", "过期", "expired"
    REVOKED = "revoked", "已撤销", "revoked"
    SUPERSEDED = "superseded", "已被取代", "superseded"


class AlertKind(Code):
    """What falls due."""

    QUALIFICATION = "qualification", "资格到期", "qualification expires"
    INSPECTION = "inspection", "装备检验", "equipment inspection"
    LETTER = "letter", "承诺书到期", "letter of commitment ends"
    AGE = "age", "达到年龄上限", "age limit reached"
