"""Codes of the ledger."""

from __future__ import annotations

from registry.codes.code import Code


class LedgerAction(Code):
    """What a ledger entry did to its record."""

    ADD = "add", "新增", "added"
    CHANGE = "change", "变更", "changed"
    REMOVE = "remove", "移除", "removed"
