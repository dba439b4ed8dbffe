"""Codes of import batches, of their rows, and of what is said about a row."""

from __future__ import annotations

from registry.codes.code import Code


class BatchState(Code):
    """Where an import batch is in its life; nothing is written to the registers before `applied`."""

    UPLOADED = "uploaded", "已上传", "uploaded"
    CHECKING = "checking", "核对中", "being checked"
    CHECKED = "checked", "已核对", "checked"
    APPLYING = "applying", "写入中", "being applied"
    APPLIED = "applied", "已写入", "applied"
    UNDOING = "undoing", "撤销中", "being undone"
    UNDONE = "undone", "已撤销", "undone"
    CANCELLED = "cancelled", "已取消", "cancelled"
    REFUSED = "refused", "已拒收", "refused"
    FAILED = "failed", "失败", "failed"


class ApplyMode(Code):
    """What happens to a batch that has rows which cannot be taken."""

    ALL_OR_NOTHING = "all_or_nothing", "全部或不写", "all or nothing"
    ACCEPT_GOOD = "accept_good", "仅写入合格行", "accept the good rows"


class RowStatus(Code):
    """What applying a batch would do with one row."""

    NEW = "new", "新增", "new"
    CHANGED = "changed", "变更", "changed"
    UNCHANGED = "unchanged", "无变化", "unchanged"
    CONFLICTING = "conflicting", "冲突", "conflicting"
    REJECTED = "rejected", "不合格", "rejected"


class Weight(Code):
    """How much a remark about a row weighs: faults reject it, conflicts hold it back, warnings do neither."""

    FAULT = "fault", "错误", "fault"
    CONFLICT = "conflict", "冲突", "conflict"
    WARNING = "warning", "提示", "warning"


class ExportForm(Code):
    """The form of an exported register."""

    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"
    CSV = "csv", "CSV", "CSV"
    JSONL = "jsonl", "JSON Lines", "JSON Lines"
