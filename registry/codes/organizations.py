"""Codes of organizations and mobilization centers."""

from __future__ import annotations

from registry.codes.code import Code


class OrganizationKind(Code):
    """What sort of body an organization is."""

    GOVERNMENT = "government", "行政机关", "government department"
    PUBLIC_INSTITUTION = "public_institution", "事业单位", "public institution"
    ENTERPRISE = "enterprise", "企业", "enterprise"
    SOCIAL = "social", "社会组织", "social organization"


class IndustryField(Code):
    """Industry field of an enterprise or mobilization center."""

    GENERAL_AVIATION = "general_aviation", "通用航空", "general aviation"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence", "人工智能", "artificial intelligence"
    CIVIL_MILITARY = "civil_military", "军民融合", "civil-military integration"
    MEDICAL = "medical", "医药", "medical supplies"
    FOOD = "food", "粮食", "food"
    CONSTRUCTION = "construction", "建筑", "construction"
    ENERGY = "energy", "能源", "energy"
    TRANSPORT = "transport", "交通", "transport"
    COMMUNICATIONS = "communications", "通信", "communications"
    CHEMICALS = "chemicals", "化工", "chemicals"
    MACHINERY = "machinery", "机械", "machinery"
    OTHER = "other", "其他", "other"


class CenterState(Code):
    """Where a mobilization center is in its life (inferred from practice, see `domain` sources S69, S70)."""

    NURTURED = "nurtured", "培育", "nurtured"
    APPLIED = "applied", "申报", "applied"
    CITY_REVIEW = "city_review", "初审", "city review"
    SITE_VISIT = "site_visit", "专家评审和现场考察", "expert review and site visit"
    PUBLIC_NOTICE = "public_notice", "公示", "public notice"
    DESIGNATED = "designated", "命名授牌", "designated"
    REINSPECTION = "reinspection", "复核", "re-inspection"
    RECTIFYING = "rectifying", "限期整改", "rectifying"
    WITHDRAWN = "withdrawn", "撤销", "withdrawn"


class CenterLevel(Code):
    """Which government designates a mobilization center."""

    NATIONAL = "national", "国家级", "national"
    PROVINCIAL = "provincial", "省级", "provincial"
    CITY = "city", "市级", "city"
