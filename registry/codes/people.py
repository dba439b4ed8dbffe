"""Codes of people and their memberships."""

from __future__ import annotations

from registry.codes.code import Code


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
