"""Where the files of imports and exports lie, outside the database."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from muster.settings import Settings
from registry.intake.export_orders import ExportFolder
from registry.intake.workspace import Workspace


def imports_folder(settings: Settings) -> Path:
    """Return the folder of all batches."""
    return Path(settings.spreadsheets) / "imports"


def exports_folder(settings: Settings) -> Path:
    """Return the folder of all exports."""
    return Path(settings.spreadsheets) / "exports"


def batch_space(settings: Settings, batch_id: UUID) -> Workspace:
    """Return the folder of a batch."""
    return Workspace(imports_folder(settings) / str(batch_id))


def export_folder(settings: Settings, export_id: UUID) -> ExportFolder:
    """Return the folder of an export."""
    return ExportFolder(exports_folder(settings) / str(export_id))
