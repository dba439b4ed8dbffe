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


class ForecastCase(Code):
    """What is taken to happen to the training year in a forecast."""

    PLANNED = "planned", "按下达计划实施", "issued plan executed"
    NOTHING = "nothing", "不实施任何训练", "nothing executed"


class CauseKind(Code):
    """Why a level moves on a day, in a forecast or in a comparison."""

    MEMBER_LEAVES = "member_leaves", "人员离队", "member leaves"
    MEMBER_JOINS = "member_joins", "人员入队", "member joins"
    MEMBER_AWAY = "member_away", "人员不在位", "member away"
    MEMBER_BACK = "member_back", "人员归队", "member back"
    QUALIFICATION_ENDS = "qualification_ends", "资格到期", "qualification ends"
    QUALIFICATION_BEGINS = "qualification_begins", "资格生效", "qualification begins"
    EQUIPMENT_LEAVES = "equipment_leaves", "装备调出", "equipment leaves"
    EQUIPMENT_ARRIVES = "equipment_arrives", "装备调入", "equipment arrives"
    INSPECTION_DUE = "inspection_due", "检验到期", "inspection falls due"
    CREDIT_FALLS = "credit_falls", "训练学分下降", "training credit falls"
    CREDIT_RISES = "credit_rises", "训练学分上升", "training credit rises"
    CAP_BEGINS = "cap_begins", "限级生效", "cap begins"
    CAP_ENDS = "cap_ends", "限级解除", "cap ends"
    CONFIRMED = "confirmed", "数据核实", "records confirmed"
    OVERRIDE_BEGINS = "override_begins", "人工修正生效", "override begins"
    OVERRIDE_ENDS = "override_ends", "人工修正到期", "override ends"
    OTHER = "other", "其他", "other"


class MissKind(Code):
    """What made a forecast miss what the records later said."""

    MEMBER_LEFT = "member_left", "成员离队", "member left"
    MEMBER_JOINED = "member_joined", "成员入队", "member joined"
    AVAILABILITY = "availability", "在位情况变化", "availability changed"
    QUALIFICATION_LOST = "qualification_lost", "资格丧失", "qualification lost"
    QUALIFICATION_GAINED = "qualification_gained", "取得资格", "qualification gained"
    ITEM_GONE = "item_gone", "装备减少", "equipment gone"
    ITEM_ADDED = "item_added", "装备增加", "equipment added"
    ITEM_BROKEN = "item_broken", "装备失修或超期", "equipment not serviceable"
    ITEM_RESTORED = "item_restored", "装备修复或检验", "equipment repaired or inspected"
    EXERCISE_NOT_HELD = "exercise_not_held", "计划训练未实施", "planned exercise not held"
    EXERCISE_FAILED = "exercise_failed", "计划训练不合格", "planned exercise failed"
    EXERCISE_MOVED = "exercise_moved", "训练改期", "exercise held on another day"
    EXERCISE_UNPLANNED = "exercise_unplanned", "计划外训练", "exercise not planned"
    FINDING = "finding", "问题变化", "findings changed"
    LINK = "link", "通联验证变化", "links changed"
    CONFIRMATION = "confirmation", "数据核实变化", "confirmations changed"
    OVERRIDE = "override", "人工修正变化", "overrides changed"
    REQUIREMENTS = "requirements", "标准或大纲变化", "requirements changed"
    FIGURES = "figures", "评定规则变化", "figures of the rules changed"
    TEAM_STATE = "team_state", "队伍状态变化", "state of the team changed"
