"""Codes of records that may stand for the same thing."""

from __future__ import annotations

from registry.codes.code import Code


class MatchKind(Code):
    """What two records that may be one and the same stand for."""

    PERSON = "person", "人员", "person"
    ORGANIZATION = "organization", "单位", "organization"
    EQUIPMENT = "equipment_item", "装备", "equipment"
    RESOURCE = "shared_resource", "共用资源", "shared resource"


class MatchDecision(Code):
    """What a person has decided about two records that look alike."""

    OPEN = "open", "待核", "not decided yet"
    SAME = "same", "同一", "the same"
    DIFFERENT = "different", "不同", "different"
    UNSURE = "unsure", "存疑", "unsure"


class MatchReason(Code):
    """What speaks for or against two records being one and the same."""

    SAME_PHONE = "same_phone", "联系电话相同", "same telephone number"
    NEAR_PHONE = "near_phone", "联系电话仅差一位或相邻两位互换", "telephone numbers one slip apart"
    SAME_SERIAL = "same_serial", "序列号或车牌相同", "same serial number or plate"
    SAME_NAME = "same_name", "名称相同", "same name"
    SAME_CORE_NAME = (
        "same_core_name",
        "去除地名和组织形式后名称相同",
        "same name but for place and legal form",
    )
    SIMILAR_NAME = "similar_name", "名称相近", "similar name"
    OTHER_NAME = "other_name", "姓名不同", "different name"
    SAME_BIRTH_YEAR = "same_birth_year", "出生年份相同", "same year of birth"
    NEAR_BIRTH_YEAR = "near_birth_year", "出生年份相差一年", "years of birth one apart"
    OTHER_BIRTH_YEAR = "other_birth_year", "出生年份不同", "different year of birth"
    SAME_SEX = "same_sex", "性别相同", "same sex"
    OTHER_SEX = "other_sex", "性别不同", "different sex"
    SAME_EMPLOYER = "same_employer", "工作单位相同", "same employer"
    SAME_REGION = "same_region", "同一行政区划", "same region"
    SAME_KIND = "same_kind", "种类相同", "same kind"
    OTHER_KIND = "other_kind", "种类不同", "different kind"
    SAME_OWNER = "same_owner", "产权单位相同", "same owner"
    SAME_FIELD = "same_field", "行业领域相同", "same industry field"
    NEAR_CREDIT_CODE = "near_credit_code", "信用代码仅差一位或相邻两位互换", "credit codes one slip apart"
    SAME_PLACE = "same_place", "位置相同(100米以内)", "same place (within 100 m)"
    OTHER_PLACE = "other_place", "位置不同(1公里以上)", "different place (1 km or more)"


class OverlapKind(Code):
    """What is in two places at the same time."""

    PERSON_TEAMS = "person_teams", "一人编入多支队伍", "a person in several teams"
    PERSON_OUTSIDE = "person_outside", "队员同时编入民兵或预备役", "a member in the militia or reserve"
    EQUIPMENT_TEAMS = "equipment_teams", "同一装备登记在多支队伍", "one item of equipment in several teams"
    ORGANIZATION_CATEGORIES = (
        "organization_categories",
        "一个单位组建多类队伍",
        "an organization behind teams of several categories",
    )
