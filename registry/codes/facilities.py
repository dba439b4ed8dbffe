"""Codes of command facilities: what they are, and why and how firmly they are out."""

from __future__ import annotations

from registry.codes.code import Code


class FacilityKind(Code):
    """What a command facility is."""

    COMMAND_CENTER = "command_center", "地下指挥中心", "underground command center"
    DISPLAY_CONTROL = "display_control", "显控系统", "display and control system"
    VEHICLE_BAY = "vehicle_bay", "机动指挥车库", "bay of the mobile command vehicles"
    BACKUP_POWER = "backup_power", "备用电源", "backup power"
    COMMUNICATIONS_ROOM = "communications_room", "通信机房", "communications room"


class OutageKind(Code):
    """Why a command facility is out: upgrade and maintenance are planned, a failure is not."""

    UPGRADE = "upgrade", "升级改造", "planned upgrade"
    MAINTENANCE = "maintenance", "检修维护", "planned maintenance"
    FAILURE = "failure", "故障停用", "failure"


class OutageState(Code):
    """How firm an outage is; only an approved one closes the facility (assumed)."""

    PROPOSED = "proposed", "待批准", "proposed"
    APPROVED = "approved", "已批准", "approved"
    REJECTED = "rejected", "不予批准", "rejected"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
