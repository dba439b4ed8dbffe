"""The headings of the topics: their columns, and what is said above them."""

from __future__ import annotations

from exercises.audit_pack.pack import Column, Topic
from registry.codes import SourceMark
from registry.readiness.rules import RULE

TEAM = (Column("地区", "Region", 12), Column("队伍", "Team", 16), Column("名称", "Name", 26))
#: Days before the day of the pack within which findings closed are listed (assumed: a year).
CLOSED_DAYS = 365
_PROOF = Column("佐证 SHA-256", "Evidence SHA-256", 34, printed=False)


def _marks(language: str) -> str:
    return ", ".join(f"{mark.value} = {getattr(mark, language)}" for mark in SourceMark)


OVERRIDES = Topic(
    "overrides",
    "人工调整",
    "Overrides",
    (
        "当日有效的全部人工调整；评定页同时列出显示与计算两个等级。",
        "Every override that holds on the day; the ratings show both levels.",
    ),
    (
        *TEAM,
        Column("任务状态", "Task", 18),
        Column("方向", "Way", 14),
        Column("当时计算", "Computed then", 9, level=True),
        Column("显示", "Shown", 8, level=True),
        Column("自", "From", 12),
        Column("失效日", "Ends before", 12),
        Column("理由", "Reason", 40),
        Column("决定人", "Decided by", 16),
        _PROOF,
    ),
    rows=(),
    printed=True,
)

CONFIRMATIONS = Topic(
    "confirmations",
    "核实",
    "Confirmations",
    (
        "每队每一要素最近一次核实。未经佐证的只是本单位自报，数据时效低一级。",
        "The latest confirmation of each area of each team. Without proof it is the team's own word,"
        " which counts one grade lower.",
    ),
    (
        *TEAM,
        Column("要素", "Area", 26),
        Column("核实日", "Confirmed on", 12),
        Column("有佐证", "Proved", 10),
        Column("核实人", "Confirmed by", 16),
        Column("备注", "Note", 34),
        _PROOF,
    ),
    rows=(),
)

FINDINGS = Topic(
    "findings",
    "问题",
    "Findings",
    (
        f"当日未销号的全部问题，以及此前{CLOSED_DAYS}天内销号的问题；逾期的在前。",
        f"All findings open on the day, and those closed within the {CLOSED_DAYS} days before; overdue"
        " ones first.",
    ),
    (
        Column("现状", "Standing", 16),
        Column("地区", "Region", 12),
        Column("队伍或对象", "Team or object", 24),
        Column("问题", "Finding", 30),
        Column("等级", "Severity", 20),
        Column("来源", "Origin", 20),
        Column("发现日", "Found on", 12),
        Column("期限", "Due on", 12),
        Column("整改日", "Rectified on", 12),
        Column("销号日", "Verified on", 12),
        Column("重开", "Reopened", 9),
        Column("责任单位", "Owner", 22),
        Column("整改情况", "Rectification", 28),
        Column("整改人", "Rectified by", 14),
        Column("核验人", "Verified by", 14),
        _PROOF,
    ),
    rows=(),
    printed=True,
)

QUALITY_RULES = Topic(
    "quality_rules",
    "数据质量",
    "Data quality",
    (
        "一致性规则发现且尚未消除的问题，按规则计数；逐条清单见工作簿。",
        "What the consistency rules found and is not gone, counted by rule; the workbook lists each.",
    ),
    (
        Column("严重程度", "Severity", 16),
        Column("规则", "Rule", 34),
        Column("中文", "Chinese", 40),
        Column("英文", "English", 50),
        Column("问题", "Issues", 9),
        Column("其中已认可", "Accepted", 10),
        Column("最早首见", "First seen", 12),
    ),
    rows=(),
    printed=True,
)

QUALITY = Topic(
    "quality",
    "数据质量清单",
    "Issues",
    (
        "一致性规则发现且尚未消除的问题；已认可的注明理由与期限。",
        "What the consistency rules found and is not gone; accepted ones with reason and end.",
    ),
    (
        Column("地区", "Region", 12),
        Column("严重程度", "Severity", 16),
        Column("规则", "Rule", 34),
        Column("中文", "Chinese", 50),
        Column("英文", "English", 50),
        Column("首见", "First seen", 12),
        Column("认可至", "Accepted until", 12),
        Column("认可理由", "Reason", 30),
        Column("记录", "Record", 60),
    ),
    rows=(),
)

RULES_ANNEX = Topic(
    "rules",
    "规则",
    "Rules",
    (
        f"评定所用的每个数字及其出处（规则 {RULE}）。最近上级地区所定者优先。标记：{_marks('zh')}。",
        f"Every figure of the rating with its source (rule {RULE}). The nearest region above a team"
        f" wins. Marks: {_marks('en')}.",
    ),
    (
        Column("代码", "Code", 36),
        Column("名称", "Title", 56),
        Column("适用", "Holds in", 18),
        Column("数值", "Value", 8),
        Column("单位", "Unit", 10),
        Column("标记", "Mark", 8),
        Column("出处", "Source", 60),
    ),
    rows=(),
    printed=True,
)

VERSIONS = Topic(
    "versions",
    "规则版本",
    "Rule versions",
    (
        "规则版本是全部数字的SHA-256；数字相同则版本相同。其后为规则文本。",
        "A version is the SHA-256 of all figures: the same figures, the same version. The rule's text"
        " follows.",
    ),
    (
        Column("版本或规则", "Version or rule", 66),
        Column("名称", "Title", 40),
        Column("队伍数或标记", "Teams, or mark", 12),
        Column("内容或出处", "Text or source", 60),
    ),
    rows=(),
    printed=True,
)

SEAL = Topic(
    "seal",
    "账本封存",
    "Ledger seal",
    (
        "认知时刻之前的最后一次封存；封存之后其内容不能再变。",
        "The last seal before the moment; what it covers can never change again.",
    ),
    (Column("项目", "Item", 34), Column("内容", "Value", 100)),
    rows=(),
    printed=True,
)
