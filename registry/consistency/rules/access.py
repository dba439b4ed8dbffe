"""Rules about who may do what."""

from __future__ import annotations

from registry.codes import IssueSeverity, RegionLevel, Role, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import found
from registry.frame import Frame

_WIDE = (RegionLevel.NATION.value, RegionLevel.PROVINCE.value)


def _grants(frames: Frames) -> Frame:
    """Return the grants in force with login and state of their holders."""
    return found(
        frames.in_force("access_grant"),
        "principal_id",
        frames["principal"],
        login="login",
        disabled="disabled",
    )


def _disabled(frames: Frames, _: int) -> Frame:
    grants = _grants(frames)
    return finding(grants[grants["disabled"]], "login", "role")


def _over_wide(frames: Frames, _: int) -> Frame:
    grants = found(_grants(frames), "region_id", frames["region"], region="code", level="level")
    writing = ~grants["role"].isin([Role.VIEWER.value, Role.AUDITOR.value])
    return finding(
        grants[writing & grants["level"].isin(_WIDE) & ~grants["disabled"]], "login", "role", "region"
    )


def _four_eyes(frames: Frames, _: int) -> Frame:
    grants = _grants(frames)
    planning = set(grants[grants["role"] == Role.PLANNER.value]["principal_id"])
    approving = (grants["role"] == Role.APPROVER.value) & grants["principal_id"].isin(planning)
    return finding(grants[approving], "login")


_READS = ("access_grant", "principal")

RULES = (
    Rule(
        code="GRANT_TO_DISABLED_PRINCIPAL",
        subject="access_grant",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Right of a disabled account",
        title_zh="停用账号仍有授权",
        sentence="The account {login} is disabled but still granted the role {role}.",
        sentence_zh="账号 {login} 已停用，仍有“{role}”授权。",
        fix="End the grant.",
        fix_zh="收回授权。",
        find=_disabled,
        words={"role": Role},
    ),
    Rule(
        code="GRANT_OVER_WIDE",
        subject="access_grant",
        reads=(*_READS, "region"),
        severity=IssueSeverity.HINT,
        title="Right to change records over a whole province",
        title_zh="授权范围过大",
        sentence="The account {login} holds the role {role} over all of region {region}.",
        sentence_zh="账号 {login} 在 {region} 全域具有“{role}”授权。",
        fix="Grant the role over the cities concerned only.",
        fix_zh="按需缩小到相关市。",
        find=_over_wide,
        words={"role": Role},
        mark=SourceMark.ASSUMED,
        citation="assumed: least privilege",
    ),
    Rule(
        code="PLANNER_IS_APPROVER",
        subject="access_grant",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="One account plans and approves",
        title_zh="编制与审批为同一账号",
        sentence="The account {login} may draft the training year and approve it.",
        sentence_zh="账号 {login} 同时具有编制和审批授权。",
        fix="Give the approval to another account.",
        fix_zh="将审批权授予他人。",
        find=_four_eyes,
        mark=SourceMark.ASSUMED,
        citation="assumed: four eyes",
    ),
)
