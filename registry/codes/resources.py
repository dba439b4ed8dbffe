"""Codes of shared resources and of days that are blocked."""

from __future__ import annotations

from registry.codes.code import Code


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
