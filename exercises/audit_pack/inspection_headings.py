"""The headings of the topics about draws, checks and hazards."""

from __future__ import annotations

from exercises.audit_pack.headings import CLOSED_DAYS
from exercises.audit_pack.pack import Column, Topic

DRAWS = Topic(
    "draws",
    "双随机抽查",
    "Random draws",
    (
        "名单冻结以后的抽取；任何人可用公布的清单重新抽取（muster draw manifest，独立程序 verify_draw.py）。",
        "Draws from their frozen pools on; anybody can run one again from its published manifest"
        " (`muster draw manifest`, the stand-alone verify_draw.py).",
    ),
    (
        Column("地区", "Region", 12),
        Column("代码", "Code", 18),
        Column("名称", "Title", 28),
        Column("对象", "Objects", 22),
        Column("现状", "State", 18),
        Column("抽取", "Wanted", 8),
        Column("对象库", "Pool of objects", 9),
        Column("人员库", "Pool of inspectors", 9),
        Column("排除", "Excluded", 8),
        Column("冻结", "Frozen on", 12),
        Column("承诺", "Committed on", 12),
        Column("公开数值来源", "Public value from", 24),
        Column("公开数值", "Public value", 14),
        Column("揭示期限", "Reveal by", 12),
        Column("揭示", "Revealed on", 12),
        Column("不足", "Shortfall", 9),
        Column("公示", "Published on", 12),
        Column("清单散列", "Manifest hash", 34),
        Column("承诺值", "Commitment", 34, printed=False),
        Column("种子", "Seed", 34, printed=False),
    ),
    rows=(),
    printed=True,
)

DRAWN = Topic(
    "drawn",
    "抽中对象",
    "Objects drawn",
    (
        "按抽取顺序；无法派出检查人员的照样公布。",
        "In the order of the draw; what could not be given inspectors is told as such.",
    ),
    (
        Column("抽查", "Draw", 18),
        Column("序号", "Ordinal", 8),
        Column("对象", "Object", 20),
        Column("名称", "Name", 34),
        Column("层", "Stratum", 16),
        Column("检查人员", "Inspectors", 34),
        Column("未能派出", "Undrawable", 34),
    ),
    rows=(),
    printed=True,
)

CHECKS = Topic(
    "checks",
    "检查",
    "Checks",
    (
        f"此前{CLOSED_DAYS}天内的检查及尚未进行的检查；已公示的结果只能以新版本更正。检查人员仅列人数。",
        f"Checks of the {CLOSED_DAYS} days before, and those still to be held; what was published is"
        " corrected by a new edition only. Inspectors are counted.",
    ),
    (
        Column("地区", "Region", 12),
        Column("对象种类", "Kind", 20),
        Column("对象", "Object", 28),
        Column("抽查", "Draw", 18),
        Column("检查单", "Check list", 34),
        Column("现状", "State", 18),
        Column("计划", "Planned", 12),
        Column("检查", "Held", 12),
        Column("结果", "Result", 22),
        Column("人员", "Inspectors", 9),
        Column("第三方", "Third party", 9),
        Column("不符合", "Not met", 9),
        Column("问题", "Findings", 9),
        Column("公示", "Published", 12),
        Column("版本", "Edition", 8),
        Column("备注", "Note", 34, printed=False),
        Column("公示情况", "Publication", 34, printed=False),
    ),
    rows=(),
    printed=True,
)

HAZARDS = Topic(
    "hazards",
    "隐患",
    "Hazards",
    (
        f"当日未销号的隐患，以及此前{CLOSED_DAYS}天内销号的隐患；逾期的在前。",
        f"Hazards not closed on the day, and those closed within the {CLOSED_DAYS} days before; overdue"
        " ones first.",
    ),
    (
        Column("现状", "State", 16),
        Column("代码", "Code", 24),
        Column("地区", "Region", 14),
        Column("隐患", "Hazard", 26),
        Column("地点", "Place", 22),
        Column("等级", "Severity", 20),
        Column("办理层级", "Level", 20),
        Column("发现", "Found", 12),
        Column("期限", "Due", 12),
        Column("处置", "Disposed", 12),
        Column("销号", "Closed", 12),
        Column("处置情况", "Disposal", 30),
        Column("处置人", "Disposed by", 14),
        Column("核验人", "Closed by", 14),
    ),
    rows=(),
    printed=True,
)

HAZARD_TIMES = Topic(
    "hazard_times",
    "隐患用时",
    "Hazard times",
    (
        f"此前{CLOSED_DAYS}天内发现的隐患，按地区与层级；日历天，中位数与九成。",
        f"Hazards found within the {CLOSED_DAYS} days before, by region and level; calendar days, median"
        " and 90 %.",
    ),
    (
        Column("地区或层级", "Region or level", 26),
        Column("发现", "Found", 9),
        Column("未销号", "Open", 9),
        Column("逾期", "Overdue", 9),
        Column("最久未销", "Oldest open", 10),
        Column("发现用时", "Discovery, median", 11),
        Column("九成", "90 %", 8),
        Column("处置用时", "Disposal, median", 11),
        Column("九成", "90 %", 8),
        Column("销号用时", "Closing, median", 11),
        Column("九成", "90 %", 8),
    ),
    rows=(),
    printed=True,
)

SCREENED = Topic(
    "screened",
    "虚报筛查",
    "Inflation screen",
    (
        f"此前{CLOSED_DAYS}天的记录；每一条是疑问而非结论，并列出可能的正当原因。其余规则须看账本或现存数据，"
        "用 muster audit screen 查。",
        f"Records of the {CLOSED_DAYS} days before. Each hit is a question, not a verdict, with what may"
        " harmlessly explain it. Other rules need the ledger or today's rows: `muster audit screen`.",
    ),
    (
        Column("地区", "Region", 12),
        Column("严重程度", "Severity", 16),
        Column("规则", "Rule", 24),
        Column("中文", "Chinese", 36),
        Column("英文", "English", 40),
        Column("可能的正当原因", "Harmless reason, Chinese", 36),
        Column("英文", "Harmless reason", 40),
        Column("记录数", "Records", 9),
        Column("记录", "Records", 60, printed=False),
    ),
    rows=(),
    printed=True,
)
