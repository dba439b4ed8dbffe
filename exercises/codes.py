"""Every enumeration of the training year: stored code, 中文 and English in one place."""

from __future__ import annotations

from registry.codes import Code


class ExerciseKind(Code):
    """What is trained 训练科目."""

    OPENING = "opening", "开训动员", "opening mobilization"
    MUSTER = "muster", "整组点验", "reorganization and muster"
    CONCENTRATED = "concentrated", "区县集中训练", "district concentrated training"
    HANDS_ON = "hands_on", "实操训练", "hands-on skills training"
    TURN_OUT = "turn_out", "拉动训练", "turn-out drill"
    REALISTIC = "realistic", "实战化训练", "scenario-based realistic training"
    INTERCONNECTION = "interconnection", "互联互通训练", "interconnection training"
    CROSS_REGION = "cross_region", "跨区域机动拉动", "cross-region turn-out"
    AREA_JOINT = "area_joint", "片区联合训练", "area joint training"
    ZONE_COMMON = "zone_common", "分区共同科目", "zone common subjects"
    NEW_DOMAIN = "new_domain", "新质队伍实操", "new-domain hands-on training"
    SIREN_TRIAL = "siren_trial", "警报试鸣", "siren trial"
    ASSESSMENT = "assessment", "年度考核", "annual assessment"
    SPECIAL = "special", "专项演练", "special exercise"
    COMPREHENSIVE = "comprehensive", "综合演练", "comprehensive exercise"
    PRODUCTION = "production", "应急生产演练", "emergency production drill"


class CostPart(Code):
    """Component of a plan's cost 成本分项, the weightiest first."""

    UNSCHEDULED_POINTS = "unscheduled_points", "未安排分值", "points left out"
    LAPSE_DAYS = "lapse_days", "训练超期", "lapsed training"
    OVERLOAD_HALF_DAYS = "overload_half_days", "月度超负荷", "monthly overload"
    TRAVEL_KM = "travel_km", "单程里程", "travel"
    PREFERENCE_DAYS = "preference_days", "偏离期望日期", "off the preferred dates"
    MOVES = "moves", "变动任务", "moved events"
    FINISH_DAYS = "finish_days", "全年完成时间", "end of the year's work"


class DayKind(Code):
    """Whether people work on a calendar day."""

    WORKDAY = "workday", "工作日", "workday"
    MAKE_UP = "make_up", "调休上班", "make-up workday"
    WEEKEND = "weekend", "周末", "weekend"
    HOLIDAY = "holiday", "节假日", "public holiday"


class DayStatus(Code):
    """Whether the State Council has announced the day or the law alone was used."""

    ANNOUNCED = "announced", "已公布", "announced"
    ESTIMATED = "estimated", "估计", "estimated"


class Grouping(Code):
    """Who meets in one event of a syllabus row."""

    TEAM = "team", "单队", "one team"
    DISTRICT = "district", "全区县", "all teams of a district"
    DISTRICT_BATCH = "district_batch", "区县分批", "teams of a district in batches that fit the base"
    MIXED = "mixed", "多专业合练", "teams of several categories of a district"
    NETWORK = "network", "全市台站", "every station of the city"
    ZONE = "zone", "分区", "teams of a zone of districts"
    CITY = "city", "全市", "teams of several categories of the city"
    PAIRED_REGIONS = "paired_regions", "跨区域", "regions in designed pairs"
    GIVEN = "given", "上级给定", "dated outside the office"
    CENTER = "center", "动员中心", "one mobilization center"


class Attendees(Code):
    """Which members of a team attend."""

    WHOLE_TEAM = "whole_team", "全队", "whole team"
    CREW_THIRD = "crew_third", "三分之一轮训", "rotating crew of one third"
    KEY_POSTS = "key_posts", "关键岗位", "key posts"


class PlanState(Code):
    """Where a version of the training year is in its life."""

    DRAFT = "draft", "草案", "draft"
    CONSULTED = "consulted", "会商", "consulted"
    SUBMITTED = "submitted", "报批", "submitted for approval"
    APPROVED = "approved", "批准", "approved"
    ISSUED = "issued", "下达", "issued"
    AMENDED = "amended", "调整", "amended by a later version"
    CLOSED = "closed", "总结", "closed"
    DISCARDED = "discarded", "作废", "discarded"


class EventState(Code):
    """Where a planned event is in its life."""

    PLANNED = "planned", "计划", "planned"
    NOTIFIED = "notified", "通知", "notified"
    LOCKED = "locked", "锁定", "locked"
    CONDUCTED = "conducted", "实施", "conducted"
    REVIEWED = "reviewed", "讲评", "reviewed"
    ARCHIVED = "archived", "归档", "archived"
    CANCELLED = "cancelled", "取消", "cancelled"
    POSTPONED = "postponed", "延期", "postponed"


class RunMode(Code):
    """What a solver run does."""

    PLAN = "plan", "编制计划", "plan the year"
    ONLY_REPAIR = "only_repair", "仅修复", "repair with the fewest moves"
    REPAIR_AND_IMPROVE = "repair_and_improve", "修复并优化", "repair, and move what is worth its price"


class RunState(Code):
    """Where a solver run is in its life."""

    REQUESTED = "requested", "已请求", "requested"
    RUNNING = "running", "求解中", "running"
    PLANNED = "planned", "已成案", "planned"
    INFEASIBLE = "infeasible", "不可行", "infeasible"
    CANCELLED = "cancelled", "已取消", "cancelled"
    FAILED = "failed", "失败", "failed"


class Grade(Code):
    """Result of an execution or assessment."""

    EXCELLENT = "excellent", "优秀", "excellent"
    GOOD = "good", "良好", "good"
    PASSED = "passed", "合格", "passed"
    FAILED = "failed", "不合格", "failed"


class AttendanceStatus(Code):
    """Whether a person was there 到训情况."""

    PRESENT = "present", "到训", "present"
    LATE = "late", "迟到", "late"
    EXCUSED = "excused", "请假", "excused"
    ABSENT = "absent", "缺训", "absent"
    SUBSTITUTED = "substituted", "替训", "substituted by somebody else"


class LinkMeans(Code):
    """By which means two stations were linked."""

    SATELLITE = "satellite", "卫星", "satellite"
    HF = "hf", "短波", "HF radio"
    VHF = "vhf", "超短波", "VHF radio"
    CELLULAR = "cellular", "4G/5G", "cellular"
    IMAGE_RELAY = "image_relay", "图传", "image relay"
    VIDEO = "video", "视频", "video"


class Question(Code):
    """What offices are asked about again and again 常问问题; each is answered from records."""

    TURN_OUTS = "turn_outs", "组织拉动多少次、在哪里", "how many turn-outs were held, and where"
    FIRST_CENTERS = "first_centers", "首批动员中心是哪些", "which mobilization centers were designated first"
    DISTRICTS_WITHOUT = "districts_without", "哪些区县没有某类队伍", "which districts lack a kind of team"
    CERTIFICATES_ISSUED = (
        "certificates_issued",
        "核发多少本平时使用证",
        "how many peacetime-use certificates were issued",
    )


class TrainUpKind(Code):
    """What is done to make a team ready."""

    EXERCISE = "exercise", "组织训练", "exercise"
    PLANNED = "planned", "计划内训练", "exercise as planned"
    RENEWAL = "renewal", "复证", "renewal of a certificate"
    FIRST_COURSE = "first_course", "初次取证", "first certificate"
    INSPECTION = "inspection", "检验", "inspection"
    REPAIR = "repair", "修复", "repair"
    ACQUISITION = "acquisition", "补充装备", "acquisition"
    RECRUITMENT = "recruitment", "补员", "recruitment"
    FINDING = "finding", "整改销号", "rectification of a finding"
    CONFIRMATION = "confirmation", "核实数据", "confirmation of records"
    LINK = "link", "通联验证", "proof of a communications link"
