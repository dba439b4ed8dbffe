"""
Every enumeration of the registry: stored code, 中文 and English in one place.

Stored values never change once released; labels may. Marks and sources: `docs/glossary.toml`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """
    An enumeration whose members carry a label in Chinese and in English.

    Examples
    --------
    >>> TeamCategory.MED.zh, TeamCategory.MED.en, str(TeamCategory.MED)
    ('医疗救护', 'medical rescue', 'MED')

    """

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make a member from its stored value and its labels; a call with the value alone looks it up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member


class RegionLevel(Code):
    """Level of an administrative region."""

    NATION = "nation", "国家", "nation"
    PROVINCE = "province", "省", "province"
    PREFECTURE = "prefecture", "市", "city"
    COUNTY = "county", "区县", "district or county"


class CategoryGroup(Code):
    """Where a team category comes from: law, local practice, new domains, the office itself, industry."""

    STATUTORY = "statutory", "法定", "statutory"
    EXTENDED = "extended", "扩展", "extended"
    NEW_DOMAIN = "new_domain", "新域新质", "new-domain, new-quality"
    OFFICE = "office", "机关自管", "office-run"
    INDUSTRY = "industry", "行业", "industry"


class TeamCategory(Code):
    """What a support team is for (civil-defence law art. 42, mobilization law art. 51, local lists)."""

    RRP = "RRP", "抢险抢修", "rescue and repair"
    MED = "MED", "医疗救护", "medical rescue"
    FIR = "FIR", "消防", "firefighting"
    SEC = "SEC", "治安", "public security"
    CBR = "CBR", "防化防疫", "CBR defence and epidemic control"
    COM = "COM", "通信", "communications"
    TRN = "TRN", "运输", "transport"
    PSY = "PSY", "心理防护", "psychological support"
    INF = "INF", "信息防护", "information protection"
    CAM = "CAM", "伪装设障", "camouflage and obstacles"
    UAV = "UAV", "无人机", "unmanned aircraft"
    CUA = "CUA", "反无人机", "counter-unmanned aircraft"
    ROB = "ROB", "机器人支援", "robot support"
    NET = "NET", "网络安全", "network security"
    GAV = "GAV", "通用航空", "general aviation"
    SAT = "SAT", "卫星北斗应用", "satellite application"
    MCP = "MCP", "机动指挥通信", "mobile command post"
    SRN = "SRN", "警报运维", "siren maintenance"
    I_TRANSPORT = "I_TRANSPORT", "交通行业", "transport industry"
    I_POST = "I_POST", "邮政电信行业", "post and telecommunications industry"
    I_HEALTH = "I_HEALTH", "医药卫生行业", "health industry"
    I_FOOD = "I_FOOD", "粮食行业", "food industry"
    I_CONSTRUCTION = "I_CONSTRUCTION", "建筑行业", "construction industry"
    I_ENERGY = "I_ENERGY", "能源化工行业", "energy and chemical industry"
    I_WATER = "I_WATER", "水利行业", "water industry"
    I_NUCLEAR = "I_NUCLEAR", "民用核设施行业", "civil nuclear industry"
    I_MEDIA = "I_MEDIA", "新闻媒体行业", "media industry"
    I_DEFENCE = "I_DEFENCE", "国防科技工业", "defence industry"
    I_MUNICIPAL = "I_MUNICIPAL", "市政行业", "municipal services industry"

    @property
    def group(self) -> CategoryGroup:
        """Return the group this category belongs to."""
        return _GROUPS.get(self, CategoryGroup.INDUSTRY)


_GROUPS = {
    **dict.fromkeys(list(TeamCategory)[:7], CategoryGroup.STATUTORY),
    **dict.fromkeys(list(TeamCategory)[7:10], CategoryGroup.EXTENDED),
    **dict.fromkeys(list(TeamCategory)[10:16], CategoryGroup.NEW_DOMAIN),
    **dict.fromkeys(list(TeamCategory)[16:18], CategoryGroup.OFFICE),
}


class TeamState(Code):
    """Where a team is in its life; only `ACTIVE` teams are rated and planned."""

    FORMING = "forming", "筹建", "forming"
    AWAITING_APPROVAL = "awaiting_approval", "待批", "awaiting approval"
    ACTIVE = "active", "在编", "active"
    REORGANIZING = "reorganizing", "整组中", "reorganizing"
    SUSPENDED = "suspended", "暂停", "suspended"
    DISBANDED = "disbanded", "撤编", "disbanded"


class TeamGrade(Code):
    """Capability grade of a team type; I is the most capable."""

    I = "I", "一级", "grade I"  # noqa: E741 -- the field's own numeral
    II = "II", "二级", "grade II"
    III = "III", "三级", "grade III"


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


class EquipmentState(Code):
    """Serviceability of an equipment item."""

    SERVICEABLE = "serviceable", "完好", "serviceable"
    INSPECTION_OVERDUE = "inspection_overdue", "待检", "inspection overdue"
    MONITOR = "monitor", "监控使用", "use under monitoring"
    REPAIR_NEEDED = "repair_needed", "待修", "repair needed"
    IN_REPAIR = "in_repair", "在修", "in repair"
    STORED = "stored", "封存", "stored"
    RETIRED = "retired", "退役", "retired"
    LOST = "lost", "丢失", "lost"


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


class Sex(Code):
    """Sex, as far as eligibility rules ask for it (National Defence Mobilization Law art. 49)."""

    FEMALE = "female", "女", "female"
    MALE = "male", "男", "male"


class Exemption(Code):
    """Why a person may not be called up (grounds of the mobilization law, art. 49)."""

    CARE = "care", "抚养赡养", "cares for dependants"
    HEALTH = "health", "健康原因", "health"
    EDUCATION = "education", "在校学习", "in full-time education"
    PREGNANCY = "pregnancy", "孕期哺乳期", "pregnancy or nursing"
    ESSENTIAL_WORK = "essential_work", "岗位不可替代", "work that cannot be replaced"
    ABROAD = "abroad", "出国", "abroad"
    OTHER = "other", "其他法定情形", "other lawful ground"


class MemberRole(Code):
    """A person's role in a team beside the post."""

    LEADER = "leader", "队长", "team leader"
    DEPUTY = "deputy", "副队长", "deputy leader"
    MEMBER = "member", "队员", "member"


class ResourceKind(Code):
    """What a shared resource is; capacity counts persons, sets or vehicles as `unit` says."""

    HALL = "hall", "礼堂", "hall"
    MUSTER_GROUND = "muster_ground", "点验场地", "muster ground"
    BASE = "base", "训练基地", "training base"
    SITE = "site", "训练场所", "training site"
    SCENARIO_GROUND = "scenario_ground", "实战化场地", "scenario ground"
    RANGE = "range", "空域靶场", "airspace or range"
    LAB = "lab", "实验室", "laboratory"
    INSTRUCTORS = "instructors", "教官", "instructors"
    EVALUATORS = "evaluators", "考评员", "evaluators"
    COMMAND_VEHICLES = "command_vehicles", "指挥车", "command vehicles"
    SATELLITE_SETS = "satellite_sets", "卫星站", "satellite sets"
    CHANNEL_GROUPS = "channel_groups", "信道组", "channel groups"


class UnavailabilityReason(Code):
    """Why a team, person or resource cannot be used."""

    DUTY = "duty", "战备执勤", "duty"
    LEAVE = "leave", "休假", "leave"
    ILLNESS = "illness", "伤病", "illness"
    DEPLOYED = "deployed", "出动任务", "deployed"
    MAINTENANCE = "maintenance", "维护", "maintenance"
    OTHER = "other", "其他", "other"


class BlackoutKind(Code):
    """Why nobody of a region, category or employer trains in some days."""

    FLOOD_SEASON = "flood_season", "汛期", "flood season"
    EXAMINATION = "examination", "考试", "public examinations"
    PEAK_SEASON = "peak_season", "生产旺季", "employer's peak season"
    FESTIVAL = "festival", "重大节庆", "major festival"
    OTHER = "other", "其他", "other"


class SourceMark(Code):
    """How far a rule's figure can be believed."""

    SOURCED = "S", "有据", "sourced"
    RECALLED = "R", "忆引", "recalled, not re-read"
    INFERRED = "I", "推断", "inferred"
    ASSUMED = "A", "假定", "assumed"


class DataClass(Code):
    """Confidentiality of a record; classified data may not be stored on this host."""

    PUBLIC = "public", "公开", "public"
    INTERNAL = "internal", "内部", "internal"
    SENSITIVE_PERSONAL = "sensitive_personal", "敏感个人信息", "sensitive personal data"


class PrincipalKind(Code):
    """Who holds a token."""

    ACCOUNT = "account", "账号", "account"
    SERVICE = "service", "服务", "service principal"


class Role(Code):
    """A named set of capabilities, granted over a region subtree for a period (`registry.access`)."""

    VIEWER = "viewer", "查看者", "viewer"
    REGISTRAR = "registrar", "登记员", "registrar"
    PLANNER = "planner", "计划员", "planner"
    APPROVER = "approver", "审批人", "approver"
    AUDITOR = "auditor", "审计员", "auditor"
    ADMIN = "admin", "管理员", "administrator"


class Capability(StrEnum):
    """What a role lets its holder do, in one scope."""

    READ = "read"
    READ_PERSONAL = "read_personal"
    WRITE_REGISTRY = "write_registry"
    PLAN = "plan"
    APPROVE = "approve"
    AUDIT = "audit"
    ADMINISTER = "administer"


class LedgerAction(Code):
    """What a ledger entry did to its record."""

    ADD = "add", "新增", "added"
    CHANGE = "change", "变更", "changed"
    REMOVE = "remove", "移除", "removed"
