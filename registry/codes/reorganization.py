"""Codes of the yearly reorganization of teams."""

from __future__ import annotations

from registry.codes.code import Code


class ReorganizationState(Code):
    """Where a reorganization 整组 is."""

    OPEN = "open", "进行中", "open"
    COMPLETED = "completed", "已完成", "completed"
    CANCELLED = "cancelled", "已取消", "cancelled"


class MemberMove(Code):
    """What a reorganization does to a member."""

    JOIN = "join", "入队", "joins"
    LEAVE = "leave", "出队", "leaves"
    CHANGE = "change", "调整岗位", "changes post or role"


class Presence(Code):
    """Whether a member was there when the team was mustered 点验."""

    PRESENT = "present", "到点", "present"
    EXCUSED = "excused", "请假", "excused"
    ABSENT = "absent", "缺席", "absent"
