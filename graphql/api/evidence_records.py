"""Evidence as records: the files attached to any record, and by which change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.evidence import evidence_rows
from api.nodes import (
    NAMES,
    TABLES,
    Node,
    column,
    global_id,
    labelled,
    nowhere,
    parse_id,
    personal,
    shown,
    table_type,
    to_many,
    to_one,
)
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, InvalidValue, NotFound
from api.regions import Region
from registry import errors, tables
from registry.codes import EvidenceType
from registry.evidence import attach_to, links_to


@table_type(tables.EvidenceFile, "A file that proves something; its bytes lie outside the database.")
class EvidenceFile(Node):
    """A file of evidence."""

    sha256: str = column("SHA-256 of its bytes, in hexadecimal.")
    size_bytes: int = column("Its size, in bytes.")
    media_type: EvidenceType = column("What its bytes are.")
    media_type_label: Label = labelled("media_type", "The type in words.")
    name: str | None = personal("What the uploader called it; null without the right to read personal data.")
    uploaded_at: datetime = column("When it was uploaded.")
    region: Region | None = to_one("The region it belongs to.")
    links: list[EvidenceLink] = to_many("What it proves, the oldest first.", order=("valid_from", "id"))

    @strawberry.field(
        description="Where its bytes are read, below the server's address; it takes the right to read"
        " personal data of the region."
    )
    def path(self: Any) -> str:
        """Return the path of the download."""
        return f"/evidence/{self.id}"


@table_type(tables.EvidenceLink, "That a file proves a record, and the change that attached it.")
class EvidenceLink(Node):
    """A file attached to a record."""

    note: str = column("What it proves; may be empty.")
    valid_from: date = column("Day on which it was attached.", name="attachedOn")
    evidence: EvidenceFile | None = to_one("The file.")

    @strawberry.field(description="The act that attached it, as the entries of `history` name it.")
    def change_id(self: Any) -> str:
        """Return the id of the act."""
        return str(self.change_id)

    @strawberry.field(description="Global id of the record; null when no type shows such records.")
    def record_id(self: Any) -> strawberry.ID | None:
        """Return the id of the record."""
        kind = next((name for table, name in NAMES.items() if table.table_name() == self.record_table), None)
        return None if kind is None else strawberry.ID(global_id(kind, self.record_id))


@strawberry.input(description="Attaches files of evidence to a record.")
class AttachEvidenceInput:
    """Input of `attachEvidence`."""

    record_id: strawberry.ID = strawberry.field(description="Global id of the record, of any kind.")
    evidence_ids: list[strawberry.ID] = strawberry.field(
        description="1 to 20 files, by the ids POST /evidence gave or by global ids."
    )
    reason: str = reason_field()
    note: str = strawberry.field(default="", description="What they prove, at most 300 characters.")


@strawberry.type(description="The files that one change attached to a record.")
class AttachedEvidence:
    """What `attachEvidence` did."""

    record_id: strawberry.ID = strawberry.field(description="Global id of the record.")
    links: list[EvidenceLink] = strawberry.field(description="One for each file.")


AttachEvidencePayload = Annotated[
    AttachedEvidence | NotFound | AccessDenied | InvalidValue,
    strawberry.union("AttachEvidencePayload", description="What was attached, or why not."),
]


async def _record(info: Info, text: str) -> Any:
    """Return the record of any kind a global id names; None when malformed, unknown or out of scope."""
    parsed = parse_id(text)
    return None if parsed is None else await info.context.loaders.by_id(TABLES[parsed[0]]).load(parsed[1])


@strawberry.type
class EvidenceQuery:
    """The query about evidence."""

    @strawberry.field(
        description="Files attached to any record, the oldest first; null when it is unknown or out of scope."
    )
    async def evidence(
        self,
        info: Info,
        record_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the record.")],
        first: First,
        after: After = None,
    ) -> Connection[EvidenceLink] | None:
        """Return a page of the files of a record."""
        record = await _record(info, record_id)
        if record is None:
            return None
        return await page(links_to(info.context.viewer, record), Sort("valid_from"), first, after)


@strawberry.type
class EvidenceMutation:
    """The change that attaches files to what stands already."""

    @strawberry.mutation(description="Attach files to a record the caller may register; it stays as it is.")
    async def attach_evidence(
        self,
        info: Info,
        input: Annotated[AttachEvidenceInput, strawberry.argument(description="Which files, and to what.")],
    ) -> AttachEvidencePayload:
        """Attach evidence."""
        doing = act(info, input.reason)
        record = await _record(info, input.record_id)
        if record is None:
            raise errors.NotFound("record", nowhere(input.record_id))
        links = await attach_to(
            info.context.viewer,
            doing,
            type(record),
            record.id,
            evidence_rows(input.evidence_ids),
            note=input.note,
        )
        return AttachedEvidence(record_id=input.record_id, links=shown(links))
