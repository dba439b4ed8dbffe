"""Codes of civil-defence works, their certificates and projects, and the five-level network."""

from __future__ import annotations

from registry.codes.code import Code


class WorkKind(Code):
    """How a civil-defence work came to be."""

    EARLY = "early", "早期工程", "early work"
    ATTACHED = "attached", "结建工程", "attached to a building"
    SINGLE = "single", "单建工程", "single-built"


class ProtectionGrade(Code):
    """Protection class as published; finer grades are confidential and not kept here."""

    CLASS_A = "class_a", "甲类", "class A"
    CLASS_B = "class_b", "乙类", "class B"
    UNRATED = "unrated", "未定级", "unrated"


class SurveyMethod(Code):
    """How a work was surveyed (a list in general use, assumed)."""

    TOTAL_STATION = "total_station", "全站仪测量", "total station"
    LASER_SCAN = "laser_scan", "三维激光扫描", "laser scan"
    TAPE = "tape", "人工量测", "tape and level"
    DRAWINGS = "drawings", "图纸核对", "check against drawings"


class StructuralMethod(Code):
    """How the structure of a work was tested (a list in general use, assumed)."""

    VISUAL = "visual", "外观检查", "visual inspection"
    REBOUND = "rebound", "回弹法", "rebound hammer"
    CORE = "core", "钻芯法", "core drilling"
    ULTRASONIC = "ultrasonic", "超声法", "ultrasonic"
    MONITORING = "monitoring", "变形监测", "deformation monitoring"


class StructuralGrade(Code):
    """Result of a structural safety test, four grades (form of the general appraisal standard, recalled)."""

    A = "a", "安全", "safe"
    B = "b", "基本安全", "mostly safe"
    C = "c", "局部危险", "partly dangerous"
    D = "d", "整体危险", "dangerous"


class WorkClass(Code):
    """What is to become of an early work: the four-way class."""

    KEEP = "keep", "维持现状", "keep as is"
    RENOVATE = "renovate", "修缮改造", "repair and renovate"
    WITHDRAW = "withdraw", "退出利用", "withdraw from use"
    DECOMMISSION = "decommission", "退出报废", "decommission"


class ProjectStage(Code):
    """How far the building of a work has come."""

    DESIGN = "design", "设计", "in design"
    STARTED = "started", "开工", "started"
    BUILDING = "building", "在建", "under construction"
    SUSPENDED = "suspended", "停工", "suspended"
    COMPLETED = "completed", "竣工", "completed"
    ACCEPTED = "accepted", "竣工验收", "accepted"
    CANCELLED = "cancelled", "终止", "cancelled"


class PeacetimeUse(Code):
    """What a work is used for in peacetime."""

    PARKING = "parking", "停车", "parking"
    COMMERCE = "commerce", "商业", "commerce"
    STORAGE = "storage", "仓储", "storage"
    CULTURE = "culture", "文体活动", "culture and sports"
    COOLING = "cooling", "纳凉避暑", "cooling shelter"
    OTHER = "other", "其他", "other"


class CertificateState(Code):
    """Where a peacetime-use certificate stands on a day; derived from its dates, never stored."""

    APPLIED = "applied", "已申请", "applied for"
    REFUSED = "refused", "不予许可", "refused"
    GRANTED = "granted", "已批准待生效", "granted, not begun"
    IN_FORCE = "in_force", "有效", "in force"
    EXPIRED = "expired", "已到期", "expired"
    REVOKED = "revoked", "已撤销", "revoked"


class ShelterPurpose(Code):
    """What a work is opened to the public for."""

    COOLING = "cooling", "纳凉避暑", "cooling"
    REFUGE = "refuge", "应急避难", "emergency refuge"
    CULTURE = "culture", "文化宣教", "education and culture"


class CertificateDueKind(Code):
    """What falls due with a peacetime-use certificate."""

    APPLICATION = "application", "签约后申请", "application after the contract"
    DECISION = "decision", "申请审批", "decision on the application"
    CHANGE_DECISION = "change_decision", "变更审批", "decision on a change"
    CHANGE_NOTICE = "change_notice", "变更提前申请", "notice of a change"
    CHANGE_ENTRY = "change_entry", "变更登记", "entry of an accepted change"
    EXPIRY = "expiry", "到期", "expiry"


class NetworkLevel(Code):
    """One of the five levels of the maintenance network, from the city down to the property manager."""

    CITY = "city", "市级", "city"
    DISTRICT = "district", "区县级", "district or county"
    TOWN = "town", "镇街级", "street or town"
    COMMUNITY = "community", "社区级", "community"
    PROPERTY = "property", "物业级", "property manager"
