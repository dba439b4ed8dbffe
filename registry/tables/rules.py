"""
Rule texts 规则文本 an office fills in itself, and the figures that stand in for them until then.

A row without a region ships with the product and holds for everybody; an office's own row holds for its
region and everything below it.
"""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import RuleSubject, SourceMark
from registry.tables.access import Principal
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class RuleText(Record):
    """
    The text of a rule; blank until somebody who has it fills it in.

    Shipped blank when the text is not public. `citation` says what is known about the rule, `mark` how far
    that can be believed.
    """

    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="rule_texts", on_delete=fields.RESTRICT
    )
    filled_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="rule_texts", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40)
    title = fields.CharField(max_length=200)
    title_en = fields.CharField(max_length=200)
    subject = code_field(RuleSubject)
    text = fields.TextField(null=True)
    text_en = fields.TextField(null=True)
    mark = code_field(SourceMark)
    citation = fields.CharField(max_length=300, default="")
    filled_on = fields.DateField(null=True)
    region_id: UUID | None
    filled_by_id: UUID | None

    class Meta:
        """Table."""

        table = "rule_text"

    @property
    def blank(self) -> bool:
        """Tell whether nobody has filled the text in."""
        return self.filled_on is None


class RuleFigure(Record):
    """A number that stands in for a rule: `value` counts `unit`; `rule` is the text it should come from."""

    rule: fields.ForeignKeyRelation[RuleText] = fields.ForeignKeyField(
        "registry.RuleText", related_name="figures", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="rule_figures", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=60)
    title = fields.CharField(max_length=120)
    title_en = fields.CharField(max_length=120)
    value = fields.IntField()
    unit = fields.CharField(max_length=20)
    mark = code_field(SourceMark)
    citation = fields.CharField(max_length=300, default="")
    rule_id: UUID
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "rule_figure"
