"""The ledger: every change to every record, chained per record. Append-only."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model

from registry.codes import LedgerAction
from registry.tables.record import code_field


class LedgerEntry(Model):
    """
    One change to one record 变更记录.

    `before` and `after` are the row as JSON (null for the side that does not exist); `valid_from`
    and `valid_to` are the valid time of the fact stated; `recorded_at` is when we came to know it.
    `effective_on` is the day from which a changed value is true, if that is earlier than the day of
    recording (a late entry), and null otherwise.
    `hash` = SHA-256 over `previous_hash` and the canonical JSON of everything else in the entry.
    """

    id = fields.BigIntField(primary_key=True)
    record_table = fields.CharField(max_length=40)
    record_id = fields.UUIDField()
    sequence = fields.IntField()
    action = code_field(LedgerAction)
    before = fields.JSONField[Any](null=True)
    after = fields.JSONField[Any](null=True)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    effective_on = fields.DateField(null=True)
    recorded_at = fields.DatetimeField()
    author_id = fields.UUIDField()
    reason = fields.CharField(max_length=300)
    change_id = fields.UUIDField()
    previous_hash = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        """Table."""

        table = "ledger_entry"
        unique_together = (("record_table", "record_id", "sequence"),)


class LedgerSeal(Model):
    """
    A seal 封存 over the ledger: a Merkle root of the entries recorded since the seal before it.

    It covers the entries with `recorded_at` after the last seal's `until` and at or before its own;
    `entries` counts them, `leaves` lists them (packed by `registry.sealing`) so that an entry that is
    gone can be named. `hash` = SHA-256 over `previous_hash`, number, `until`, count and `root`. After a
    seal no entry with an earlier recorded time is taken (trigger), so what was known then stays so.
    """

    number = fields.IntField(primary_key=True, generated=False)
    until = fields.DatetimeField(unique=True)
    entries = fields.IntField()
    root = fields.CharField(max_length=64)
    leaves = fields.BinaryField()
    previous_hash = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        """Table."""

        table = "ledger_seal"
