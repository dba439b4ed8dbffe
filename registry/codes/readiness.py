"""Codes of readiness: what is rated, for which task, what caps a rating, and what inspections find."""

from __future__ import annotations

from registry.codes.code import Code


class TaskState(Code):
    """For which task 任务状态 a team must be ready; a team type may ask more of it in each."""

    PEACE = "peace", "平时", "peace"
    EMERGENCY = "emergency", "急时", "emergency"
    WAR = "war", "战时", "war"


class ReadinessArea(Code):
    """One of the four areas of a readiness rating."""

    PEOPLE = "P", "人员", "people"
    EQUIPMENT = "S", "装备在位", "equipment on hand"
    SERVICEABILITY = "R", "装备完好", "serviceability"
    TRAINING = "T", "训练", "training"


class Measure(Code):
    """One fraction of a rating; `P1` to `P3` make the area of people."""

    AVAILABLE = "P1", "在位率", "available members of authorized posts"
    MATCHED = "P2", "岗位匹配率", "posts with a qualified member"
    KEY_POSTS = "P3", "关键岗位匹配率", "key posts with a qualified member"
    ON_HAND = "S", "装备在位率", "equipment on hand of required"
    SERVICEABLE = "R", "装备完好率", "serviceable and inspected of held"
    TRAINED = "T", "训练完成率", "training credit of requirements in force"


class DataAge(Code):
    """How long ago an area's oldest record was confirmed; each grade but A caps the rating."""

    A = "A", "90天内", "within 90 days"
    B = "B", "180天内", "within 180 days"
    C = "C", "一年内", "within a year"
    D = "D", "未核实", "unverified"


class CapKind(Code):
    """What keeps a rating from being better, whatever the fractions say."""

    TURN_OUT = "turn_out", "一年内无合格拉动", "no passed turn-out within the year"
    ASSESSMENT = "assessment", "最近考核不合格", "last assessment failed"
    FINDING = "finding", "重大问题逾期", "major finding overdue"
    LINK = "link", "通联未验证", "no communications link proved"
    MUSTER = "muster", "未按期点验", "muster not done in its window"
    DATA_AGE = "data_age", "数据陈旧", "data not confirmed for long"


class ActionKind(Code):
    """What can be done to lift a rating."""

    RENEW = "renew", "续办资格", "renew certificates"
    RECRUIT = "recruit", "补充人员", "recruit members"
    ACQUIRE = "acquire", "补充装备", "acquire equipment"
    INSPECT = "inspect", "检验装备", "inspect equipment"
    ISSUE = "issue", "启封装备", "take equipment out of store"
    REPAIR = "repair", "修复装备", "repair equipment"
    HOLD = "hold", "组织训练", "hold an exercise"
    PROVE_LINK = "prove_link", "验证通联", "prove a communications link"
    CLOSE_FINDING = "close_finding", "整改销号", "close findings"
    CONFIRM = "confirm", "核实数据", "confirm records"
    TOGETHER = "together", "组合措施", "several together"


class ReadinessGrouping(Code):
    """By what the readiness of many teams is added up."""

    REGION = "region", "按区县", "by region"
    CITY = "city", "按市", "by city"
    CATEGORY = "category", "按专业", "by category"
    AREA = "area", "按片区", "by joint-training area"


class FindingSeverity(Code):
    """How grave a finding is."""

    MINOR = "minor", "一般", "minor"
    CONSIDERABLE = "considerable", "较大", "considerable"
    MAJOR = "major", "重大", "major"


class FindingOrigin(Code):
    """What a finding came from."""

    CHECK = "check", "检查", "inspection"
    EXERCISE = "exercise", "演练讲评", "exercise review"
    HAZARD = "hazard", "隐患排查", "hazard report"
    OTHER = "other", "其他", "other"


class FindingState(Code):
    """Where a finding is: rectified by its owner, then verified by somebody else."""

    OPEN = "open", "待整改", "open"
    RECTIFIED = "rectified", "已整改", "rectified"
    CLOSED = "closed", "已销号", "verified and closed"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
