"""Codes of teams and their equipment."""

from __future__ import annotations

from registry.codes.code import Code


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
