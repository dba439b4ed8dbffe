"""Codes of the reviews, checklists and verifications of mobilization centers."""

from __future__ import annotations

from registry.codes.code import Code


class ReviewStep(Code):
    """Step of a mobilization center's life (inferred from practice, see `domain` sources S69, S70)."""

    APPLICATION = "application", "申报", "application"
    CITY_REVIEW = "city_review", "初审", "city review"
    SITE_VISIT = "site_visit", "专家评审和现场考察", "expert review and site visit"
    PUBLIC_NOTICE = "public_notice", "公示", "public notice"
    DESIGNATION = "designation", "命名授牌", "designation"
    REINSPECTION_START = "reinspection_start", "启动复核", "start of a re-inspection"
    REINSPECTION = "reinspection", "复核", "re-inspection"
    RECTIFICATION = "rectification", "整改验收", "check of a rectification"
    WITHDRAWAL = "withdrawal", "撤销", "withdrawal"


class ReviewOutcome(Code):
    """What a step found; steps that judge nothing have none."""

    PASSED = "passed", "通过", "passed"
    CONDITIONAL = "conditional", "附条件通过", "passed on condition"
    FAILED = "failed", "不通过", "failed"


class ChecklistItem(Code):
    """What a center must hold to convert its production (National Defense Mobilization Law, article 39)."""

    RESERVES = "reserves", "设备和物资储备", "reserves of equipment and materials"
    PRODUCTS = "products", "产品储备", "product reserves"
    TECHNOLOGY = "technology", "技术储备", "technology reserves"
    TECHNICAL_TEAM = "technical_team", "技术队伍", "technical team"
    PLAN = "plan", "动员预案", "mobilization plan"


class ChecklistResult(Code):
    """How far an item of the checklist is met."""

    MET = "met", "达到", "met"
    PARTLY = "partly", "部分达到", "partly met"
    NOT_MET = "not_met", "未达到", "not met"


class VerificationMethod(Code):
    """How a capability was verified."""

    DRILL = "drill", "演练验证", "drill"
    DOCUMENT = "document", "资料核验", "documents"
    INSPECTION = "inspection", "现场核查", "inspection on site"


class CenterDueKind(Code):
    """What falls due at a mobilization center."""

    REINSPECTION = "reinspection", "复核到期", "re-inspection"
    RECTIFICATION = "rectification", "整改到期", "rectification"
    NOTICE_END = "notice_end", "公示期满", "end of the public notice"
    VERIFICATION = "verification", "能力核验到期", "verification of a capability"
    PLAN = "plan", "动员预案复查", "review of the mobilization plan"
