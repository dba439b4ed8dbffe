"""Codes of the consistency rules and what they find."""

from __future__ import annotations

from registry.codes.code import Code


class IssueSeverity(Code):
    """How bad it is that two records do not agree."""

    ERROR = "error", "错误", "error"
    WARNING = "warning", "警告", "warning"
    HINT = "hint", "提示", "hint"


class IssueState(Code):
    """Where a finding of a consistency rule stands."""

    OPEN = "open", "未处理", "open"
    ACCEPTED = "accepted", "已说明", "accepted with a reason"
    CLOSED = "closed", "已消除", "gone"
