"""Exports of registers: asked for here, written behind the scenes, fetched by plain HTTP, logged."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, global_id, labelled, row_id, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.problems import InvalidValue, NotFound
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import ExportForm
from registry.errors import InvalidValue as Invalid
from registry.intake.export_orders import order_export
from registry.intake.files import Language


@table_type(tables.ExportLog, "An export that was written: who took which register of which region.")
class ExportLog(Node):
    """A line of the export log."""

    exported_at: datetime = column("When it was asked for.")
    principal: Principal | None = to_one("Who took it; null when out of scope.")
    region: Region | None = to_one("The region, with those below.")
    register: str = column("Code of the register.")
    form: ExportForm = column("Form of the file.")
    form_label: Label = labelled("form", "The form in words.")
    language: str = column("Language of headings and labels: zh or en.")
    rows: int = column("Records in it.")
    bytes: int = column("Size of the file, in bytes.")
    sha256: str = column("SHA-256 of the file.")
    is_masked: bool = column("Whether personal data were hidden in it.")


@strawberry.input(description="Has a region's part of a register written to a file.")
class RequestExportInput:
    """Input of `requestExport`."""

    region_id: strawberry.ID = strawberry.field(description="The region, with those below.")
    register: str = strawberry.field(description="Code or name of the register.")
    reason: str = reason_field()
    form: ExportForm = strawberry.field(default=ExportForm.XLSX, description="Form of the file.")
    language: str = strawberry.field(default="zh", description="Language of headings and labels: zh or en.")


@strawberry.type(description="An export that is being written.")
class ExportRequest:
    """Where an export will be."""

    export_id: strawberry.ID = strawberry.field(
        description="Global id that the line of the export log will have once the file is written."
    )
    download_path: str = strawberry.field(
        description="Path to GET with the same token: 202 while it is written, then the file; 422 if refused."
    )


RequestExportPayload = Annotated[
    ExportRequest | NotFound | InvalidValue,
    strawberry.union("RequestExportPayload", description="Where the file will be, or why not."),
]


@strawberry.type
class ExportQuery:
    """Queries about exports."""

    @strawberry.field(description="The export log within the caller's reach, the latest first.")
    async def exports(
        self,
        info: Info,
        first: First,
        after: After = None,
        within_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only this region and those below it.")
        ] = None,
    ) -> Connection[ExportLog]:
        """Return a page of the log."""
        listed = rows(info.context.viewer, tables.ExportLog).filter(within(info, within_id))
        return await page(listed, Sort("exported_at", descending=True), first, after)


@strawberry.type
class ExportMutation:
    """Orders of exports."""

    @strawberry.mutation(description="Have a register written to a file; personal data is masked like reads.")
    async def request_export(
        self, info: Info, input: Annotated[RequestExportInput, strawberry.argument(description="What.")]
    ) -> RequestExportPayload:
        """Order an export."""
        order = await order_export(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.register,
            input.form,
            _language(input.language),
        )
        await info.context.services.desk.export(order)
        made: Any = strawberry.ID(global_id("ExportLog", UUID(order.id)))
        return ExportRequest(export_id=made, download_path=f"/exports/{order.id}")


def _language(text: str) -> Language:
    """Return a language by its code; `InvalidValue` for another text."""
    if text not in [language.value for language in Language]:
        raise Invalid("language", text, "zh or en", rule_zh="只能为 zh 或 en")
    return Language(text)
