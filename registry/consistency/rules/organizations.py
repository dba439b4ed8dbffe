"""Rules about organizations: codes, names, parents."""

from __future__ import annotations

from registry.codes import IssueSeverity, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import alike, found, mask
from registry.credit_code import is_valid
from registry.frame import Frame


def _credit_code(frames: Frames, _: int) -> Frame:
    organizations = frames.in_force("organization")
    wrong = mask(not is_valid(code) for code in organizations["credit_code"])
    return finding(organizations[wrong], "name", "credit_code")


def _name_twice(frames: Frames, _: int) -> Frame:
    return finding(alike(frames.in_force("organization"), "name"), "name", "times")


def _ring(frames: Frames, _: int) -> Frame:
    organizations = frames["organization"]
    below = organizations.dropna(subset=["parent_id"])
    parents = dict(zip(below["id"], below["parent_id"], strict=True))
    return finding(organizations[mask(_returns(own, parents) for own in organizations["id"])], "name")


def _returns(start: str, parents: dict[str, str]) -> bool:
    """Tell whether going up from an organization leads back to it."""
    seen: set[str] = set()
    above = parents.get(start)
    while above is not None and above != start and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == start


def _parent_ended(frames: Frames, _: int) -> Frame:
    organizations = frames["organization"]
    children = found(frames.in_force("organization"), "parent_id", organizations, ended="valid_to")
    return finding(children[children["ended"] <= frames.today], "name", "ended")


_READS = ("organization",)

RULES = (
    Rule(
        code="CREDIT_CODE_INVALID",
        subject="organization",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Invalid unified social credit code",
        title_zh="统一社会信用代码无效",
        sentence="The code {credit_code} of {name} has a wrong character or check digit.",
        sentence_zh="{name} 的统一社会信用代码 {credit_code} 字符或校验位有误。",
        fix="Correct the code from the organization's licence.",
        fix_zh="按营业执照更正。",
        find=_credit_code,
        mark=SourceMark.SOURCED,
        citation="GB 32100-2015, annex A",
    ),
    Rule(
        code="ORGANIZATION_NAME_TWICE",
        subject="organization",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Several organizations of one name",
        title_zh="单位名称重复",
        sentence="The name {name} stands for {times} organizations.",
        sentence_zh="名称“{name}”对应 {times} 个单位。",
        fix="Decide in the list of likely duplicates whether they are one, or tell the names apart.",
        fix_zh="在疑似重复清单中核实，或区分名称。",
        find=_name_twice,
        mutation="decideMatch",
    ),
    Rule(
        code="PARENT_RING",
        subject="organization",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Ring of parent organizations",
        title_zh="上级单位形成循环",
        sentence="Going up from {name} leads back to it.",
        sentence_zh="“{name}”的上级单位逐级上溯又回到自身。",
        fix="Correct the parent of one organization of the ring.",
        fix_zh="更正其中一个单位的上级。",
        find=_ring,
    ),
    Rule(
        code="PARENT_ENDED",
        subject="organization",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Parent organization no longer exists",
        title_zh="上级单位已注销",
        sentence="The parent of {name} ended on {ended}.",
        sentence_zh="“{name}”的上级单位已于 {ended} 注销。",
        fix="Register the present parent.",
        fix_zh="更新上级单位。",
        find=_parent_ended,
    ),
)
